// News for all tabs over one connection: a browser has six for a site, and more tabs than that may be open.
"use strict";
const ports = new Set();
let last = null;

function send(message) {
  for (const port of ports) port.postMessage(message);
}

function listen() {
  const source = new EventSource("/.fingerpost/news");
  source.onmessage = (event) => {
    last = event.data;
    send({ news: last });
  };
  source.onerror = () => {
    last = null;
    send({ gone: true });
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
}

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = (message) => (message.data === "bye" ? ports.delete(port) : ports.add(port));
  if (last !== null) port.postMessage({ news: last });
};

listen();
