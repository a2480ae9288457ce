// The few words that scripts say themselves, in the language of the page (see sites/frame/language).

export const say = (vietnamese, english) => (document.documentElement.lang === "en" ? english : vietnamese);
