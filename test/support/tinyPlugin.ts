import { join } from "node:path";
import { serveProvider } from "../../sandbox/provider/server";
import { TinyProvider } from "./tinyProvider";

/** The tiny provider as the engine starts an installed plugin: it prints its port and runs until it is killed. */
void serveProvider(
  () => new TinyProvider(join(process.env.TINY_PROJECT ?? "", "objects.json")),
  "1.0.0",
).then(({ port }) => console.log(port));
