import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

/** Where each page is built to: committed beside the Python that serves it, so that showing it needs no Node. */
const pages = {
  viewer: { base: "/", outDir: resolve(here, "../bot_service/sandbox/viewer") },
  tab: { base: "/tab/", outDir: resolve(here, "../bot_service/web/pages/tab") },
};

export default defineConfig(({ mode }) => {
  const page = mode === "tab" ? "tab" : "viewer";
  const { base, outDir } = pages[page];
  return {
    root: resolve(here, page),
    base,
    // A production build whatever the page; `mode` only names the page.
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    esbuild: { jsx: "automatic", jsxDev: false, legalComments: "none" },
    server: { proxy: { "/sandbox": process.env.SANDBOX_URL ?? "http://127.0.0.1:3979" } },
    build: {
      outDir: process.env.OUT_DIR ? resolve(process.env.OUT_DIR, page) : outDir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 900,
      rollupOptions: {
        // Fluent marks its modules for React servers; there is none here.
        onwarn: (warning, warn) => {
          if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
        },
        output: {
          // No hashes: the committed build is compared file by file.
          entryFileNames: `${page}.js`,
          assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? `${page}.css` : "[name][extname]"),
          chunkFileNames: "teams-js.js",
        },
      },
    },
  };
});
