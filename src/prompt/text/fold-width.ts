const wide = /[\uFF01-\uFF5E\u3000\u00A0\u0660-\u0669\u06F0-\u06F9]/;
const allWide = new RegExp(wide, 'g');

/** Full-width letters, digits, signs and spaces, and Arabic digits, as their ASCII twins, one for one, so that offsets stay true. */
export function foldWidth(text: string): string {
  return wide.test(text) ? text.replace(allWide, narrow) : text;
}

function narrow(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code >= 0xff01) return String.fromCharCode(code - 0xfee0);
  return code >= 0x660 && code <= 0x6f9 ? String(code & 15) : ' ';
}
