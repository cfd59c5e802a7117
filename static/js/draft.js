/* Saves what is typed into a form two seconds after the last change; <form-draft> stands in the form and says so.
   Files are not sent. A form that is sent saves itself on the server. */

const PAUSE = 2000;

class FormDraft extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    if (!form || this.form) return;
    this.form = form;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => {
      this.sent = true;
      clearTimeout(this.timer);
    });
    // Leaving the page saves at once; coming back to it from the browser's memory goes on.
    window.addEventListener("pagehide", () => this.timer && !this.sent && this.save(true));
    window.addEventListener("pageshow", () => {
      this.sent = false;
    });
  }

  later() {
    if (this.sent) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(false), PAUSE);
  }

  async save(leaving) {
    clearTimeout(this.timer);
    this.timer = 0;
    const typed = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "form_key") typed.append(name, value);
    }
    try {
      const answer = await fetch(this.getAttribute("to"), { method: "POST", body: typed, keepalive: leaving });
      if (!answer.ok || leaving || this.sent) return;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      this.textContent = `${this.getAttribute("saved")} ${time}`;
    } catch {
      /* Offline: the next change tries again. */
    }
  }
}

customElements.define("form-draft", FormDraft);
