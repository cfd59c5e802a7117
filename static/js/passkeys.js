/* Shows an error when a passkey is rejected; allauth's scripts only log it to the console. */
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    const words = document.getElementById("passkey_error");
    const button = document.getElementById("passkey_login") || document.getElementById("passkey_button");
    if (words && button) {
      button.closest("form").before(words);
      words.hidden = false;
    }
  });
})();
