// A host with MCP Apps, by the official bridge. Bundled by the test and run in Chromium.
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

type Given = {
  html: string;
  result: Record<string, unknown>;
  theme: 'light' | 'dark';
};

type Host = {
  /** To the real server, through the test. */
  readResource(params: { uri: string }): Promise<{ contents: { uri: string; text: string }[] }>;
  said(text: string): Promise<void>;
  opened(url: string): Promise<void>;
};

const host = globalThis as unknown as Host & { open(given: Given): Promise<void> };

/** What the specification grants an app that asks for nothing. */
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; connect-src 'none'";

type Frame = { contentWindow: Window; srcdoc: string; style: { height: string } };
type Window = ConstructorParameters<typeof PostMessageTransport>[0];

host.open = async ({ html, result, theme }) => {
  const frame = (globalThis as unknown as { document: { querySelector(name: string): Frame } }).document.querySelector(
    'iframe',
  );
  const bridge = new AppBridge(
    null,
    { name: 'host', version: '1' },
    { openLinks: {}, serverResources: {}, message: { text: {} } },
    { hostContext: { theme } },
  );
  bridge.onreadresource = async (params) => host.readResource(params);
  bridge.onmessage = async ({ content }) => {
    for (const block of content) if (block.type === 'text') await host.said(block.text);
    return {};
  };
  bridge.onopenlink = async ({ url }) => {
    await host.opened(url);
    return {};
  };
  bridge.onsizechange = ({ height }) => {
    if (height) frame.style.height = `${height}px`;
  };
  bridge.oninitialized = () => void bridge.sendToolResult({ content: [], structuredContent: result });
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  frame.srcdoc = html.replace('<head>', `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`);
};
