// SPDX-License-Identifier: Apache-2.0
// Sets theme and language before anything is drawn, so that a dark room is not lit up. A file, because inline scripts are refused.
(function () {
    var theme = null;
    var language = null;
    try {
        theme = localStorage.getItem('lockstep.theme');
        language = localStorage.getItem('lockstep.language');
    } catch {
        // A browser that keeps nothing: the system's theme and language are used.
    }
    if (theme !== 'light' && theme !== 'dark') theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    document.documentElement.setAttribute('data-mantine-color-scheme', theme);
    document.documentElement.style.background = theme === 'dark' ? '#0f1518' : '#f7f9fa';
    document.documentElement.lang = language || (/^fr/i.test(navigator.language) ? 'fr' : 'en');
})();
