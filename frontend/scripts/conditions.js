// Shows a question only when earlier answers ask for it. Same closed expressions as the catalogue:
// one of field+equals/one_of/filled/at_least/at_most, or every/some/none over other conditions.

export function showFieldsWhenAsked(root) {
  for (const part of root.querySelectorAll("[data-shown-when]")) {
    if (part.dataset.ready) continue;
    part.dataset.ready = "yes";
    const form = part.closest("form");
    if (!form) continue;
    const condition = JSON.parse(part.dataset.shownWhen);
    const apply = () => show(part, holds(condition, form));
    form.addEventListener("change", apply);
    form.addEventListener("input", apply);
    apply();
  }
}

export function holds(condition, form) {
  if (condition.every) return condition.every.every((one) => holds(one, form));
  if (condition.some) return condition.some.some((one) => holds(one, form));
  if (condition.none) return !condition.none.some((one) => holds(one, form));
  const answers = answersTo(condition.field, form);
  if ("equals" in condition) return answers.some((answer) => isEqual(answer, condition.equals));
  if (condition.one_of) return answers.some((answer) => condition.one_of.includes(answer));
  if ("filled" in condition) return answers.some((answer) => answer !== "") === condition.filled;
  const number = Number(answers[0] || NaN);
  if ("at_least" in condition) return number >= condition.at_least;
  if ("at_most" in condition) return number <= condition.at_most;
  return true;
}

function isEqual(answer, wanted) {
  if (typeof wanted === "boolean") return (answer === "yes" || answer === "true") === wanted;
  return answer === String(wanted);
}

// A hidden question's answer counts as not given, as it does on the server.
function answersTo(name, form) {
  const answers = [];
  for (const control of form.elements) {
    const isAsked = control.name === name || control.name === `${name}-year`;
    if (!isAsked || control.closest("[data-shown-when][hidden]")) continue;
    if (["radio", "checkbox"].includes(control.type) && !control.checked) continue;
    answers.push(control.value.trim());
  }
  return answers.length ? answers : [""];
}

function show(part, shown) {
  part.hidden = !shown;
  for (const control of part.querySelectorAll("input, select, textarea, button")) {
    control.disabled = !shown;
  }
}
