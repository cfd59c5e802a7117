/* Shows what a filled-in form would change half a second after the last key; <live-effect> stands in the form, shows it
   and is read aloud. What is half typed shows nothing. Without this script, the form's button shows the effect. */

const PAUSE = 500;

class LiveEffect extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.seen = this.form.elements.seen;
    this.known = new URLSearchParams(this.typed()).toString();
    this.shown = 0; // when the effect appeared, in milliseconds
    this.button = this.form.querySelector("[type=submit]");
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("change", () => this.later());
    this.form.addEventListener("submit", () => {
      this.stop();
      // Whoever clicks just when "Record" appears meant to look first.
      if (Date.now() - this.shown < PAUSE) this.seen.value = "";
    });
  }

  stop() {
    clearTimeout(this.timer);
    if (this.asking) this.asking.abort();
  }

  later() {
    // Leaving a field tells of a change that was shown while it was typed.
    const now = new URLSearchParams(this.typed()).toString();
    if (now === this.known) return;
    this.known = now;
    this.stop();
    this.show("");
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  typed() {
    const typed = new FormData(this.form);
    typed.delete("form_key"); // the key is for the form that is sent
    typed.delete("seen");
    return typed;
  }

  async ask() {
    this.asking = new AbortController();
    const typed = this.typed();
    typed.set("look", "1");
    try {
      const answer = await fetch(this.getAttribute("to"), { method: "POST", body: typed, signal: this.asking.signal });
      this.show(answer.status === 200 ? await answer.text() : "");
      this.shown = Date.now();
    } catch {
      /* Aborted by the next key, or offline: the button still asks. */
    }
  }

  show(effect) {
    if (this.innerHTML.trim() !== effect.trim()) this.innerHTML = effect;
    const known = this.querySelector("[data-seen]");
    this.seen.value = known ? known.dataset.seen : "";
    this.button.textContent = this.getAttribute(known ? "ready" : "unready");
  }
}

customElements.define("live-effect", LiveEffect);
