// Screening's pages work without this: files are sent one by one with their progress, findings are walked by keyboard.

// A form that takes papers: every file by itself, its result beside its name.
const form = document.querySelector("form[data-screen]");
const list = document.querySelector("[data-results]");
if (form && list) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const largest = Number(form.dataset.largest);

  const row = (name) => {
    const item = document.createElement("li");
    item.className = "result";
    const head = document.createElement("p");
    head.append(Object.assign(document.createElement("b"), { textContent: name }));
    const bar = Object.assign(document.createElement("progress"), { className: "progress", max: 100, value: 0 });
    const state = document.createElement("span");
    state.className = "small";
    const line = document.createElement("p");
    line.append(bar, " ", state);
    item.append(head, line);
    list.append(item);
    return {
      says: (words) => { state.textContent = words; },
      sent: (part) => { bar.value = part; },
      reading: () => { bar.removeAttribute("value"); },
      failed: (words) => {
        line.replaceWith(Object.assign(document.createElement("p"), { textContent: words }));
        item.classList.add("result--refused");
      },
      becomes: (html) => {
        const holder = document.createElement("div");
        holder.innerHTML = html;
        item.replaceWith(...holder.querySelectorAll("li.result"));
      },
    };
  };

  const send = (file, place, key) => new Promise((done) => {
    const shown = row(file.name);
    if (file.size > largest) {
      shown.failed(`文件太大，最多 ${Math.floor(largest / 1048576)} MB。请去掉里面的图片，或者拆成几个文件。`);
      return done();
    }
    const data = new FormData(form);
    data.delete(input.name);
    data.delete("text");
    data.set("once", `${key}-${place}`);
    data.append(input.name, file, file.name);
    const call = new XMLHttpRequest();
    call.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      const part = Math.round((100 * event.loaded) / event.total);
      shown.sent(part);
      shown.says(`正在上传 ${part}%`);
    };
    call.upload.onload = () => { shown.reading(); shown.says("正在读、正在判"); };
    call.onload = () => {
      const html = call.responseText;
      if (html.includes('class="results"')) shown.becomes(html);
      else shown.failed(call.status === 403 ? "登录过期了，请刷新页面再放一次。" : "没有读成，请刷新页面再放一次；还不行就把文字粘贴进来。");
      done();
    };
    call.onerror = () => { shown.failed("没有传成，可能断网了。请看看网络，再放一次。"); done(); };
    call.open("POST", form.getAttribute("action") || location.pathname);
    call.setRequestHeader("X-One-By-One", "1");
    call.send(data);
  });

  let queue = Promise.resolve();
  const take = (files) => {
    const chosen = form.querySelector("[name=whose]");
    if (chosen && !chosen.value) {
      chosen.focus();
      chosen.setCustomValidity("请先选是谁的文件。");
      chosen.reportValidity();
      chosen.addEventListener("change", () => chosen.setCustomValidity(""), { once: true });
      return false;
    }
    const key = `${form.querySelector("[name=once]").value}-${Date.now().toString(36)}`;
    [...files].forEach((file, place) => { queue = queue.then(() => send(file, place, key)); });
    return true;
  };

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (take(input.files)) input.value = "";
  }, true);
  if (drop) {
    drop.classList.add("drop--ready");
    ["dragover", "dragenter"].forEach((name) => drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("drop--over");
    }));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("drop--over")));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) take(event.dataTransfer.files);
    });
  }
}

// The findings of a paper: j and k walk them, the paper follows.
const page = document.querySelector("[data-screened]");
if (page) {
  const findings = [...page.querySelectorAll("[data-finding]")];
  const paper = page.querySelector(".screened-paper");
  const narrow = matchMedia("(max-width: 1023px)");
  let now = -1;

  const inPaper = (place) => document.getElementById(`in-${place}`);
  const follow = (place) => {
    const mark = inPaper(place);
    page.querySelectorAll(".marked--now").forEach((each) => each.classList.remove("marked--now"));
    if (!mark || !paper) return;
    mark.classList.add("marked--now");
    if (!narrow.matches) paper.scrollTop += mark.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight / 3;
  };
  const stand = (at) => {
    if (!findings.length) return;
    now = Math.max(0, Math.min(findings.length - 1, at));
    findings.forEach((each, place) => each.toggleAttribute("aria-current", place === now));
    findings[now].focus({ preventScroll: true });
    findings[now].scrollIntoView({ block: "nearest" });
    follow(findings[now].dataset.finding);
  };
  const show = (side) => {
    if (side) page.dataset.side = side;
    page.querySelectorAll("[data-show]").forEach((each) => each.toggleAttribute("aria-current", each.dataset.show === (page.dataset.side || "findings")));
  };

  page.querySelectorAll("[data-show]").forEach((link) => link.addEventListener("click", (event) => {
    if (!narrow.matches) return;
    event.preventDefault();
    show(link.dataset.show);
  }));
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#found-'], a[href^='#in-']");
    if (!link) return;
    event.preventDefault();
    const place = link.getAttribute("href").replace(/\D/g, "");
    const toPaper = link.getAttribute("href").startsWith("#in-");
    if (narrow.matches) show(toPaper ? "document" : "findings");
    stand(findings.findIndex((each) => each.dataset.finding === place));
    if (narrow.matches && toPaper) inPaper(place)?.scrollIntoView({ block: "center" });
  });

  const acts = {
    j: () => stand(now + 1), n: () => stand(now + 1), k: () => stand(now - 1), p: () => stand(now - 1),
    d: (finding) => {
      const box = finding?.querySelector("[data-dismiss]");
      if (!box) return;
      box.open = true;
      box.querySelector("[name=reason]").focus();
    },
    o: (finding) => {
      if (!finding) return;
      if (narrow.matches) show("document");
      inPaper(finding.dataset.finding)?.scrollIntoView({ block: "center" });
    },
    "?": () => { const keys = page.querySelector(".keys"); if (keys) keys.open = !keys.open; },
  };
  ["a", "l", "u", "c"].forEach((key) => { acts[key] = (finding) => finding?.querySelector(`[data-key=${key}]`)?.click(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.closest("[data-finding]")?.focus();
      return;
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act(findings[now]);
  });

  show("");
  const asked = /^#found-(\d+)$/.exec(location.hash);
  if (asked) stand(findings.findIndex((each) => each.dataset.finding === asked[1]));
}
