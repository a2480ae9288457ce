import { defineConfig } from "vite";

export default defineConfig({
  root: "frontend",
  base: "/static/",
  css: {
    // govuk-frontend still carries a fallback for old browsers that the CSS minifier cannot parse.
    lightningcss: { errorRecovery: true },
    preprocessorOptions: { scss: { loadPaths: ["node_modules"], quietDeps: true } },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { main: "frontend/scripts/main.js" },
      // htmx carries an eval that its settings (allowEval: false) and the policy both refuse.
      checks: { eval: false, pluginTimings: false },
    },
  },
});
