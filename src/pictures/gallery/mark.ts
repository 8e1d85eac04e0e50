/** Stands in the page's head, so that a page of ours can be told from somebody's own index.html. */
export const galleryMark = '<meta name="generator" content="seedance-mcp">';
