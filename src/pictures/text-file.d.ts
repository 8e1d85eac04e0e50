/** A file as text, ready to stand in a page: scripts/text-files.mjs. */
declare module '*?text' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: what esbuild's text loader gives
  export default text;
}
