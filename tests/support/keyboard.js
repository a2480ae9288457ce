// What keyboard.py asks of a page: its tab stops, how each looks, how large it is, what covers it.
window.tsKeys = {
  describe(e) {
    const text = (e.getAttribute('aria-label') || e.innerText || e.name || e.id || '').trim().slice(0, 40);
    return `${e.tagName.toLowerCase()}${e.type ? '[' + e.type + ']' : ''} "${text}"`;
  },
  tabbable() {
    const all = document.querySelectorAll(
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
    return [...all].filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})
      && !(e.type === 'radio' && e.name && this.group(e) !== e));
  },
  group(e) {
    const same = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)]
      .filter(r => r.form === e.form && !r.disabled);
    return same.find(r => r.checked) || same[0];
  },
  marks(e) {
    const parts = [[e, null], [e, '::before'], [e, '::after']];
    for (const near of [e.nextElementSibling, e.labels && e.labels[0], e.parentElement]) {
      if (near) parts.push([near, null], [near, '::before'], [near, '::after']);
    }
    return parts.map(([p, pseudo]) => {
      const s = getComputedStyle(p, pseudo);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor,
        s.borderWidth, s.textDecorationLine, s.textDecorationThickness, s.clipPath, s.top, s.transform].join();
    }).join('|');
  },
  area(e) {
    const boxes = [e, ...(e.labels || [])].map(p => p.getBoundingClientRect()).filter(r => r.width && r.height);
    if (!boxes.length) return null;
    const left = Math.min(...boxes.map(r => r.left)), right = Math.max(...boxes.map(r => r.right));
    const top = Math.min(...boxes.map(r => r.top)), bottom = Math.max(...boxes.map(r => r.bottom));
    return {left, right, top, bottom, width: right - left, height: bottom - top};
  },
  isCovered(e) {
    const r = this.area(e);
    if (!r) return true;
    const own = p => p && (e === p || e.contains(p) || p.contains(e)
      || [...(e.labels || [])].some(l => l === p || l.contains(p)));
    for (const [x, y] of [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]]) {
      const px = r.left + r.width * x, py = r.top + r.height * y;
      if (px >= 0 && py >= 0 && px < innerWidth && py < innerHeight
        && own(document.elementFromPoint(px, py))) return false;
    }
    return true;
  },
  isSmall(e, others) {
    const r = this.area(e);
    if (!r || (r.width >= 24 && r.height >= 24)) return false;
    const inText = getComputedStyle(e).display.startsWith('inline')
      && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (inText) return false;
    const x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
    return others.some(o => {
      const q = o !== e && !o.contains(e) && !e.contains(o) && this.area(o);
      if (!q) return false;
      const dx = Math.max(q.left - x, 0, x - q.right), dy = Math.max(q.top - y, 0, y - q.bottom);
      return Math.hypot(dx, dy) < 12;
    });
  },
};
