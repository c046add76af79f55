(() => {
  const { words } = globalThis;
  const language = /^zh/i.test(navigator.language) ? 'zh' : 'en';
  const say = words[language];
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';

  const byId = (id) => document.getElementById(id);
  const { task, labels, items } = JSON.parse(byId('data').textContent);

  /** An element with these properties and children; a text is never read as markup. */
  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  const labelled = items.filter(({ label }) => label);
  const valuesOf = Object.fromEntries(
    labels.map((name) => [
      name,
      [...new Set(labelled.map(({ label }) => label[name]))].filter((one) => one !== undefined),
    ]),
  );
  const keyOf = (label) => JSON.stringify(labels.map((name) => label[name]));
  /** Of a combination without an item here: the archive may hold only the chosen items of the task. */
  const without = items.length < task.total_items ? say.not_chosen : say.missing;
  const found = new Map(labelled.map((item) => [keyOf(item.label), item]));

  /** Where each variable stands: `rows`, `columns`, or the place of the value that is shown. */
  const places = Object.fromEntries(
    labels.map((name, at) => [name, at === 0 && labels.length > 1 ? 'rows' : 'columns']),
  );
  readAddress();

  function readAddress() {
    for (const [name, place] of new URLSearchParams(location.hash.slice(1))) {
      const fits = place === 'rows' || place === 'columns' || valuesOf[name]?.[place] !== undefined;
      if (Object.hasOwn(places, name) && fits) places[name] = place;
    }
  }

  function put(name, place) {
    places[name] = place;
    history.replaceState(null, '', `#${new URLSearchParams(places)}`);
    draw();
  }

  /** Every combination of the values of these variables, the last one fastest. */
  function combinations(names) {
    return names.reduce(
      (all, name) => all.flatMap((one) => valuesOf[name].map((value) => ({ ...one, [name]: value }))),
      [{}],
    );
  }

  const standing = (place) => labels.filter((name) => places[name] === place);
  const urlOf = (path) => `./${encodeURIComponent(path)}`;
  const captionOf = (item) =>
    item.label
      ? Object.entries(item.label)
          .map(([name, value]) => `${name}${say.colon}${value}`)
          .join(' · ')
      : `${item.index}`;
  const pictureOf = (item) => item?.files.find(({ shown }) => shown);

  function cell(item) {
    const picture = pictureOf(item);
    if (picture) {
      const { width, height } = picture;
      const about = { src: urlOf(picture.path), alt: captionOf(item), loading: 'lazy', decoding: 'async' };
      const image = make('img', about);
      if (width && height) image.style.aspectRatio = `${width} / ${height}`;
      const button = make(
        'button',
        { type: 'button', className: 'cell', onclick: () => enlarge(item) },
        image,
      );
      button.dataset.index = item.index;
      // What was damaged where it was stored is not in the archive.
      image.onerror = () => button.replaceWith(make('div', { className: 'cell none' }, say.unreadable));
      return button;
    }
    const status = item ? say[item.status] : without;
    const text = item?.error ? `${status}${say.colon}${item.error}` : status;
    return make('div', { className: `cell none ${item?.status ?? ''}` }, text);
  }

  /** The cells of one variable's heading, over as many columns as its value spans. */
  function headings(names, level, combined) {
    const span = names.slice(level + 1).reduce((product, name) => product * valuesOf[name].length, 1);
    const cells = [];
    for (let at = 0; at < combined.length; at += span)
      cells.push({ span, text: combined[at][names[level]] || say.empty, at });
    return cells;
  }

  function grid() {
    const rows = standing('rows');
    const columns = standing('columns');
    const fixed = Object.fromEntries(
      labels
        .filter((name) => valuesOf[name][places[name]] !== undefined)
        .map((name) => [name, valuesOf[name][places[name]]]),
    );
    const across = combinations(columns);
    const down = combinations(rows);
    const head = make('thead');
    columns.forEach((_, level) => {
      const line = make('tr');
      if (level === 0 && rows.length > 0)
        line.append(make('td', { className: 'corner', colSpan: rows.length, rowSpan: columns.length }));
      for (const { span, text } of headings(columns, level, across))
        line.append(make('th', { scope: 'col', colSpan: span }, text));
      head.append(line);
    });
    const starts = rows.map((_, level) => headings(rows, level, down));
    const body = make('tbody');
    down.forEach((row, at) => {
      const line = make('tr');
      for (const level of starts) {
        const start = level.find((one) => one.at === at);
        const className = `level${starts.indexOf(level)}`;
        if (start)
          line.append(
            make('th', { scope: 'row', rowSpan: start.span, className }, make('span', {}, start.text)),
          );
      }
      for (const column of across)
        line.append(make('td', {}, cell(found.get(keyOf({ ...fixed, ...row, ...column })))));
      body.append(line);
    });
    return make('table', {}, head, body);
  }

  /** Makes a few columns fill the width, and keeps the headings of all levels visible while scrolling. */
  function settle() {
    const view = byId('view');
    const cell = view.querySelector('tbody td');
    view.style.removeProperty('--size');
    if (!cell) return;
    const columns = cell.parentElement.querySelectorAll('td').length;
    const size = Math.floor((view.clientWidth - cell.offsetLeft - 24) / columns) - 5;
    if (size > cell.offsetWidth) view.style.setProperty('--size', `${Math.min(320, size)}px`);
    const lines = [...view.querySelectorAll('thead tr')];
    for (const line of lines)
      for (const head of line.cells) head.style.top = `${line.offsetTop - lines[0].offsetTop}px`;
    const lefts = new Map();
    for (const head of view.querySelectorAll('tbody th')) {
      if (lefts.size === 0) lefts.set('', head.offsetLeft);
      if (!lefts.has(head.className)) lefts.set(head.className, head.offsetLeft - lefts.get(''));
      head.style.left = `${lefts.get(head.className)}px`;
    }
  }

  /** Items without labels: their files, to be opened or shown. */
  function list() {
    return make(
      'ul',
      {},
      ...items.map((item) =>
        make(
          'li',
          {},
          make('span', {}, `${item.index}`),
          make('span', { className: item.status === 'failed' ? 'wrong' : '' }, say[item.status]),
          ...(item.error ? [make('span', {}, item.error)] : []),
          ...item.files.map(({ path, shown }) =>
            shown
              ? cell({ ...item, files: item.files.filter((one) => one.path === path) })
              : make('a', { href: urlOf(path) }, path),
          ),
        ),
      ),
    );
  }

  function controls() {
    return labels.map((name, at) => {
      const options = [
        make('option', { value: 'rows' }, say.rows),
        make('option', { value: 'columns' }, say.columns),
        ...valuesOf[name].map((value, place) =>
          make('option', { value: `${place}` }, say.only(value || say.empty)),
        ),
      ];
      const select = make('select', { name, onchange: () => put(name, select.value) }, ...options);
      select.value = places[name];
      return make('label', {}, make('span', {}, make('kbd', {}, `${at + 1}`), ` ${name}`), select);
    });
  }

  function draw() {
    const focused = document.activeElement?.name;
    byId('axes').replaceChildren(...controls());
    byId('view').replaceChildren(labels.length > 0 ? grid() : list());
    settle();
    if (focused)
      byId('axes')
        .querySelector(`select[name="${CSS.escape(focused)}"]`)
        ?.focus();
  }

  function enlarge(item) {
    const picture = pictureOf(item);
    byId('picture').src = urlOf(picture.path);
    byId('picture').alt = captionOf(item);
    // A small picture is shown at up to four times its own size.
    byId('picture').style.width = picture.width ? `${4 * picture.width}px` : '';
    byId('caption').textContent = captionOf(item);
    byId('large').dataset.index = item.index;
    if (!byId('large').open) byId('large').showModal();
  }

  const buttons = () => [...byId('view').querySelectorAll('button.cell')];

  /** The picture so many steps on, in the direction of an arrow key. */
  function neighbour(index, key) {
    const all = buttons();
    const at = all.findIndex((one) => one.dataset.index === String(index));
    if (key === 'ArrowLeft') return all[at - 1];
    if (key === 'ArrowRight') return all[at + 1];
    const from = all[at]?.getBoundingClientRect();
    const rest = key === 'ArrowDown' ? all.slice(at + 1) : all.slice(0, Math.max(at, 0)).reverse();
    return rest.find((one) => Math.abs(one.getBoundingClientRect().left - (from?.left ?? 0)) < 2);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const large = byId('large');
    const focused = large.open ? large.dataset.index : document.activeElement?.dataset?.index;
    if (event.key.startsWith('Arrow') && focused !== undefined) {
      const next = neighbour(focused, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
      if (large.open) enlarge(items.find(({ index }) => String(index) === next.dataset.index));
      return;
    }
    if (large.open || /^(SELECT|INPUT)$/.test(document.activeElement?.tagName ?? '')) return;
    const name = labels[Number(event.key) - 1];
    if (name) put(name, { rows: 'columns', columns: '0' }[places[name]] ?? 'rows');
    else if (event.key.toLowerCase() === 't') swap();
  }

  function swap() {
    for (const name of labels)
      places[name] = { rows: 'columns', columns: 'rows' }[places[name]] ?? places[name];
    history.replaceState(null, '', `#${new URLSearchParams(places)}`);
    draw();
  }

  /** Each in one piece where lines break. */
  function keysInWords() {
    if (labels.length === 0) return [];
    const numbers = labels.slice(0, 9).map((_, at) => at + 1);
    const few = numbers.length < 3 ? numbers.join(say.list) : `1–${numbers.length}`;
    return say.keys(few).flatMap((text, at) => [at === 0 ? '' : ' · ', make('span', {}, text)]);
  }

  document.title = task.name;
  byId('name').textContent = task.name;
  byId('facts').textContent =
    `${task.title[language]} · ${say.facts(items.length, task.total_items)} · ${new Date(task.created_at).toLocaleString(language === 'zh' ? 'zh-CN' : undefined, { dateStyle: 'medium', timeStyle: 'short' })}`;
  byId('axes').setAttribute('aria-label', say.axes);
  byId('keys').append(...keysInWords());
  byId('close').textContent = say.close;
  byId('close').onclick = () => byId('large').close();
  document.addEventListener('keydown', onKey);
  addEventListener('resize', settle);
  draw();
})();
