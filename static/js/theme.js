// Before the first paint.
try {
  const { theme } = localStorage;
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {}
