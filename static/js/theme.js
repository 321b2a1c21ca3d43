// The last chosen theme, before the first paint, on pages that do not know the person. A classic script: it must run early.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch { /* storage is off: the device's own setting holds */ }
