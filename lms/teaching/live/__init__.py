"""Live rooms (phòng học trực tuyến): a durable log per room; sockets only say that it grew."""
