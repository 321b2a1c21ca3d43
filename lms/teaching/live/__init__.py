"""Live rooms: a durable log per room; the hub is only a doorbell (phòng học trực tuyến)."""
