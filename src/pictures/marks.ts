/** Each stands in the head of its pages, so that they can be told from each other and from somebody's own. */
export const galleryMark = '<meta name="generator" content="seedance-mcp">';
export const sheetMark = '<meta name="generator" content="seedance-mcp" />';
