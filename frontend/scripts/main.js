// The one script of all pages. Everything here is an addition: each page works without it.

import "../styles/main.scss";
import htmx from "htmx.org/dist/htmx.esm.js";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";

import { enhanceChoosers } from "./choose.js";
import { showFieldsWhenAsked } from "./conditions.js";
import { followLiveChanges } from "./live.js";
import { sendOnce } from "./once.js";
import { sendInPieces } from "./pieces.js";
import { showChosenTabs } from "./tabs.js";
import { enhanceToggles } from "./toggle.js";
import { enhanceUploads } from "./upload.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  // Pages hold personal data: no copy of them stays in the browser's storage.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  // Refusals arrive as readable notices.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "[45]..", swap: true, error: true },
  ],
});

function enhance(root) {
  enhanceToggles(root);
  enhanceChoosers(root);
  enhanceUploads(root);
  showFieldsWhenAsked(root);
  for (const summary of root.querySelectorAll('[data-module="govuk-error-summary"]')) {
    if (!summary.hasAttribute("data-govuk-error-summary-init")) new ErrorSummary(summary);
  }
}

sendInPieces(document);
sendOnce(document);
enhance(document);
followLiveChanges(htmx);
showChosenTabs(document);
document.body.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) enhance(event.target.parentElement ?? document);
});
