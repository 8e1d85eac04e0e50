// What src/net/network.ts uses of undici, in place of its index.
const Dispatcher = require('undici/lib/dispatcher/dispatcher');

Dispatcher.prototype.request = require('undici/lib/api/api-request');
Dispatcher.prototype.connect = require('undici/lib/api/api-connect'); // proxies are asked by it

module.exports = {
  EnvHttpProxyAgent: require('undici/lib/dispatcher/env-http-proxy-agent'),
  Pool: require('undici/lib/dispatcher/pool'),
  buildConnector: require('undici/lib/core/connect'),
  interceptors: { redirect: require('undici/lib/interceptor/redirect') },
};
