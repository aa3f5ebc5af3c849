// Warns two minutes before the session ends. Typing is work: it asks for more time by itself, once a minute at most.
(() => {
  const form = document.querySelector("form[data-ends-in]");
  const WARN = 120, AT_MOST_EVERY = 61; // seconds; the server notes a use once a minute
  const tabs = new BroadcastChannel("session");
  let endsAt, askedAt;

  const hear = (seconds) => {
    askedAt = Date.now();
    endsAt = askedAt + 1000 * seconds;
    show();
  };

  const show = () => {
    const left = Math.round((endsAt - Date.now()) / 1000);
    const now = left <= 0 ? "over" : form.dataset.last ? "last" : "soon";
    form.hidden = left > WARN;
    if (form.hidden) return;
    for (const words of form.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== now;
    const clock = `${Math.floor(Math.max(0, left) / 60)}:${String(Math.max(0, left) % 60).padStart(2, "0")}`;
    for (const place of form.querySelectorAll("[data-left]")) place.textContent = clock;
    form.querySelector("button").hidden = now !== "soon";
  };

  const ask = async () => {
    askedAt = Date.now();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      const seconds = answer.ok ? (await answer.json()).seconds : 0;
      if (seconds > 0 && seconds <= WARN) form.dataset.last = "yes"; // no more is to be had
      hear(seconds);
      tabs.postMessage(seconds);
    } catch {
      // no network now: the clock goes on
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  document.addEventListener("input", () => {
    const now = Date.now();
    if (now < endsAt && now - askedAt > 1000 * AT_MOST_EVERY) ask();
  });
  tabs.addEventListener("message", (event) => hear(event.data)); // another tab has heard from the server
  hear(Number(form.dataset.endsIn));
  tabs.postMessage(Number(form.dataset.endsIn));
  setInterval(show, 1000);
})();
