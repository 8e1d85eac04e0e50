/** Whose addresses are not looked at: they may be private. */
export type TrustedOrigins = { has(origin: string): boolean };

/** The configured services' own origins, and every host that the user allows: `cdn.example.com`, or `*.example.com` for all below it. */
export function createTrustedOrigins(baseUrls: readonly string[], allowHosts: readonly string[]): TrustedOrigins {
  const origins = new Set(baseUrls.map((url) => new URL(url).origin));
  return {
    has: (origin) => origins.has(origin) || allowHosts.some((allowed) => covers(allowed, new URL(origin).hostname)),
  };
}

function covers(allowed: string, hostname: string): boolean {
  return allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : hostname === allowed;
}
