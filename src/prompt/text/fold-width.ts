/** Full-width letters, digits, signs and spaces as their ASCII twins, one for one, so that offsets stay true. */
export function foldWidth(text: string): string {
  if (!/[\uFF01-\uFF5E\u3000\u00A0]/.test(text)) return text;
  return text.replace(/[\uFF01-\uFF5E\u3000\u00A0]/g, (sign) =>
    sign === '\u3000' || sign === '\u00A0' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );
}
