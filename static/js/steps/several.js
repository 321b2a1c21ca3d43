import { register } from "../kinds.js";
import { PICKING } from "../picking.js";

register("several", PICKING);
