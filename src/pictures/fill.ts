/** A page's HTML with every `{{place}}` filled. In a style or a script a place is a comment around that. What is filled in is not filled again. */
export function fill(page: string, places: Readonly<Record<string, string>>): string {
  return page.replace(/(?:\/\*)?\{\{(\w+)\}\}(?:\*\/)?/g, (_, place: string) => {
    const text = places[place];
    if (text === undefined) throw new Error(`Nothing fills {{${place}}}.`);
    return text;
  });
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
