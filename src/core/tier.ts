/** How well, and how dearly, a model renders. */
export const tiers = ['fast', 'standard'] as const;
export type Tier = (typeof tiers)[number];
