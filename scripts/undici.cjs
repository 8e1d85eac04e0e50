// What src/net/network.ts uses of undici, in place of its index.
const Dispatcher = require('undici/lib/dispatcher/dispatcher');

Dispatcher.prototype.request = require('undici/lib/api/api-request');

module.exports = {
  Agent: require('undici/lib/dispatcher/agent'),
  buildConnector: require('undici/lib/core/connect'),
  interceptors: { redirect: require('undici/lib/interceptor/redirect') },
};
