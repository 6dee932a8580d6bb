/** Where the containers of a pod find what they share. */
export const paths = {
  /** The content volume; `current` in it leads to the release that is served. */
  content: "/content",
  /** PHP's socket, in a folder that both containers of a pod see and nobody else. */
  socket: "/sockets/php.sock",
  phpSettings: "/etc/php-farm",
};

export const ports = { http: 8080, health: 8081 };

/** Seconds after which PHP ends a request; whoever waits for it waits a little longer. */
export const requestSeconds = 30;
