import { register } from "../kinds.js";
import { PICKING } from "../picking.js";

register("spot", PICKING);
