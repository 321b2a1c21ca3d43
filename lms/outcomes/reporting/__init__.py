"""Reports (báo cáo): figures of units and areas, each with its definition."""
