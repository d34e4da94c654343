// The body of a page takes what was written elsewhere: pasted headings, tables and lists of Word become blocks, and a
// file of Word is added at the end. The server reads both (clusters/body_import); nothing is saved by that.

const { paste, word, wordLabel, wordHelp, working, done, known, failed, tooLarge, tooLong } =
  document.querySelector("script[data-body-import]").dataset;

const LARGEST_FILE = 20 * 2 ** 20;
const LONGEST_PASTE = 2 ** 20;
// Pictures in the text itself, which are not kept.
const EMBEDDED = /\bsrc\s*=\s*(["'])data:[^"']*\1/gi;
// What a paragraph cannot hold. Its own editor does the rest: bold, italic, links, lists.
const IN_BLOCKS = /<(h[1-6]|table|blockquote)\b|mso-list\s*:/i;
const FROM_EDITOR = /data-draftjs-conductor|data-editor|data-block=/;

const body = () => document.getElementById("body-root")?.rootBlock;

const ask = async (address, fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  const response = await fetch(address, { method: "POST", body: form, headers });
  if (response.status === 413) throw new Error(tooLarge);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || !answer.blocks) throw new Error(answer.error || failed);
  return answer;
};

const report = (message, lines = []) => {
  const box = document.querySelector("[data-body-import-report]");
  if (!box) return;
  box.replaceChildren();
  box.append(message);
  if (!lines.length) return;
  const list = document.createElement("ul");
  for (const line of lines) {
    const item = document.createElement("li");
    item.textContent = line;
    list.append(item);
  }
  box.append(list);
};

const insert = (blocks, start) => {
  const stream = body();
  const ids = new Set(stream.children.map((child) => child.id));
  let index = start;
  for (const block of blocks) {
    if (ids.has(block.id) || !stream.blockDef.childBlockDefsByName[block.type]) continue;
    stream.insert(block, index, { animate: false, focus: false });
    index += 1;
  }
  document.getElementById("body-root").closest("form")?.dispatchEvent(new Event("change", { bubbles: true }));
  return index - start;
};

// The block in which one pastes, when it is a paragraph of the body.
const pastedInto = (target) =>
  body()?.children.find(
    (child) => child.type === "paragraph" && child.element?.contains(target) && target.closest(".DraftEditor-root"),
  );

const isEmpty = (child) => !child.element.querySelector(".public-DraftEditor-content")?.textContent.trim();

document.addEventListener(
  "paste",
  async (event) => {
    const html = (event.clipboardData?.getData("text/html") ?? "").replace(EMBEDDED, 'src=""');
    const child = IN_BLOCKS.test(html) && !FROM_EDITOR.test(html) ? pastedInto(event.target) : undefined;
    if (!child) return;
    event.preventDefault();
    event.stopPropagation();
    report(working);
    try {
      if (html.length > LONGEST_PASTE) throw new Error(tooLong);
      const { blocks, left_out: left } = await ask(paste, { html });
      const added = insert(blocks, child.index + 1);
      if (added && isEmpty(child)) body().deleteBlock(child.index, { animate: false });
      report(`${done} ${added}`, left);
    } catch (error) {
      report(error.message || failed);
    }
  },
  true,
);

const build = () => {
  const root = document.getElementById("body-root");
  if (!root || document.querySelector(".body-import")) return;
  const box = document.createElement("div");
  box.className = "body-import";
  box.innerHTML = `<label class="button button-small button-secondary" for="body-import-file"></label>
    <input type="file" id="body-import-file" class="w-sr-only" aria-describedby="body-import-help"
      accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document">
    <p class="help" id="body-import-help"></p><div role="status" data-body-import-report></div>`;
  const [label, input, help] = box.children;
  label.textContent = wordLabel;
  help.textContent = wordHelp;
  root.before(box);
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    report(working);
    try {
      if (file.size > LARGEST_FILE) throw new Error(tooLarge);
      const { blocks, left_out: left } = await ask(word, { file });
      const added = insert(blocks, body().children.length);
      report(added ? `${done} ${added}` : known, added ? left : []);
    } catch (error) {
      report(error.message || failed);
    }
    input.value = "";
  });
};

// The stream is there once its controller has run.
const wait = () => (body() ? build() : document.addEventListener("w-block:ready", () => setTimeout(build)));
if (document.readyState === "complete") wait();
else window.addEventListener("load", wait);
