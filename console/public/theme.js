// Before the first paint: the theme that was chosen here last. A module would run too late, an inline script is not allowed.
(() => {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    const language = localStorage.getItem('language');
    if (language === 'zh') document.documentElement.lang = 'zh-CN';
  } catch {
    // Storage may be switched off; the system's theme is then taken.
  }
})();
