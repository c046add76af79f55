import { useState } from 'react';
import { Button } from '../../components/button/button.tsx';
import { ShownOnce } from '../../components/copy/shown-once.tsx';
import { Drawer } from '../../components/drawer/drawer.tsx';
import { Pager } from '../../components/pager/pager.tsx';
import { Values } from '../../components/values/values.tsx';
import { useGalleryWords } from './use-gallery-words.ts';

/** Examples of components that show data: values, a pager, a secret, a drawer. */
export function Shown() {
  const w = useGalleryWords();
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState(false);
  const value = {
    [w.option_one]: w.hint,
    [w.option_two]: [w.primary, w.secondary],
    [w.option_three]: { [w.label]: true, [w.table]: 0.25 },
  };
  return (
    <>
      <Values value={value} />
      <Pager page={page} page_size={50} total={1_234} onPage={setPage} />
      <ShownOnce still text={w.hint} label={w.label} value="b2_0123456789abcdef" />
      <div>
        <Button onClick={() => setOpen(true)}>{w.open_drawer}</Button>
      </div>
      {open && (
        <Drawer title={w.label} onClose={() => setOpen(false)}>
          <Values value={value} />
        </Drawer>
      )}
    </>
  );
}
