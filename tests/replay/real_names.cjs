// Loaded before a program by `node --require`: node knows no HTTPS_PROXY, so a connection to one of
// the real names is made to the replay instead. The name stays that of the TLS handshake.
const tls = require("node:tls");

const connect = tls.connect;
tls.connect = (options, ...rest) => {
  const host = options?.servername || options?.host || "";
  if (host !== "huggingface.co" && !host.endsWith(".hf.space")) return connect(options, ...rest);
  const port = Number(process.env.REPLAY_TLS_PORT);
  return connect({ ...options, servername: host, host: "127.0.0.1", port }, ...rest);
};
