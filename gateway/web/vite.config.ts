import { defineConfig } from "vite";

import { fixtureServer } from "./dev/fixture_server.ts";
import { localStylesOnly } from "./dev/local_styles.ts";

// With POTENTIAL_GATEWAY set (such as http://127.0.0.1:8080) `npm run dev` shows a running gateway;
// without it, the fixtures of dev/.
const gateway = process.env["POTENTIAL_GATEWAY"];

export default defineConfig({
  plugins: gateway ? [] : [fixtureServer()],
  server: {
    host: "127.0.0.1",
    ...(gateway ? { proxy: { "/v1": { target: gateway } } } : {}),
  },
  preview: { host: "127.0.0.1" },
  css: { postcss: { plugins: [localStylesOnly()] } },
  build: {
    outDir: "../../build/web",
    emptyOutDir: true,
    target: "es2022",
    // The gateway's content security policy knows 'self' alone, so nothing becomes a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "dev/**/*.test.ts"],
    // Pages are large for a simulated browser on a busy machine; no test waits for time to pass.
    testTimeout: 60_000,
  },
} as Parameters<typeof defineConfig>[0]);
