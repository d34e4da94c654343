// The share kit: counts what is left of a text as its network counts, copies, and opens the network with what was typed.
// Without it the ready texts can be selected, and the links open the networks with them.

// Code points that X counts once: the same as in home/sharing/networks.py.
const isLight = (point) =>
  point < 4352 || (point >= 8192 && point <= 8205) || (point >= 8208 && point <= 8223) || (point >= 8242 && point <= 8247);

const sizeOf = (text, counting) => {
  const points = [...text];
  if (counting !== "weighted") return points.length;
  return points.reduce((sum, letter) => sum + (isLight(letter.codePointAt(0)) ? 1 : 2), 0);
};

const lengthOf = (text, { counting, address, addressLength }) => {
  if (addressLength === undefined) return sizeOf(text, counting);
  const parts = text.split(address);
  return sizeOf(parts.join(""), counting) + (parts.length - 1) * Number(addressLength);
};

const follow = (network) => {
  const area = network.querySelector("textarea");
  const words = network.querySelector("[data-share-left]");
  const link = network.querySelector("[data-share-open]");
  const update = () => {
    const left = Number(network.dataset.most) - lengthOf(area.value, network.dataset);
    words.textContent = `${left < 0 ? words.dataset.over : words.dataset.left} ${Math.abs(left)}`;
    words.classList.toggle("sharing__over", left < 0);
    area.setAttribute("aria-invalid", String(left < 0));
    link.href = network.dataset.urlPattern.replace("{text}", () => encodeURIComponent(area.value));
  };
  area.addEventListener("input", update);
};

const status = document.querySelector("[data-share-status]");

const say = (words) => {
  // Emptied first: the same words twice are read twice.
  status.textContent = "";
  window.setTimeout(() => {
    status.textContent = words;
  }, 50);
};

const select = (source) => {
  if (source instanceof HTMLTextAreaElement) {
    source.focus();
    source.select();
    return;
  }
  window.getSelection().selectAllChildren(source);
};

const copy = async (button) => {
  const source = document.getElementById(button.dataset.shareCopy);
  const text = source instanceof HTMLTextAreaElement ? source.value : source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(status.dataset.copied);
  } catch {
    // No right to the clipboard, or no https: the person copies what is selected.
    select(source);
    say(status.dataset.select);
  }
};

document.querySelectorAll("[data-share-network]").forEach(follow);
document.querySelectorAll("[data-share-copy]").forEach((button) => {
  button.addEventListener("click", () => copy(button));
});
