// SPDX-License-Identifier: Apache-2.0
// What became of the edits that were made here: "changed here 10:02:03 — webhook received 0.2 s later — written to the other app 1.2 s
// later". It is read from Lockstep's own events and changes, which are what a person would look at with real apps.
import { IconArrowRight, IconBell, IconBellOff, IconCircleCheck, IconCircleX, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { inSync } from '../../parts/current_sync';
import { fieldLabel } from '../../parts/field_words';
import { useDurationWords, useNow } from '../../parts/numbers/numbers';
import { precise } from '../../parts/numbers/say';
import { Section } from '../../parts/page/page';
import { type Deed, follow, isOver, type Line, useDeeds } from './deeds';
import { type Book, useFieldName } from './parts';
import { type Copy, useHeard, useWritten } from './queries';
import classes from './sandbox.module.css';

const watched_ms = 10 * 60_000;

export function WhatHappened({
    books,
    records,
    sync,
}: {
    books: [Book, Book];
    records: readonly Copy[];
    sync: Schemas['Sync'] | null;
}) {
    const { t } = useTranslation();
    const deeds = useDeeds().filter((deed) => records.some((copy) => copy.app === deed.app && copy.id === deed.record));
    return (
        <Section title={t('sandbox.happened')}>
            {deeds.length === 0 && <p className="dim">{t('sandbox.happened_none')}</p>}
            <ol className={classes.deeds} aria-label={t('sandbox.happened')} aria-live="polite">
                {deeds.map((deed, at) => (
                    <DeedLines
                        key={deed.key}
                        deed={deed}
                        until={deeds.slice(0, at).findLast((later) => later.record === deed.record)?.at ?? null}
                        books={books}
                        sync={sync}
                    />
                ))}
            </ol>
        </Section>
    );
}

const sources = { webhook: 'heard_webhook', poll: 'heard_poll', sweep: 'heard_sweep', person: 'heard_poll' } as const;

function DeedLines({
    deed,
    until,
    books,
    sync,
}: {
    deed: Deed;
    until: string | null;
    books: [Book, Book];
    sync: Schemas['Sync'] | null;
}) {
    const { t, i18n } = useTranslation();
    const say = useDurationWords();
    const name = useFieldName();
    const now = useNow().getTime();
    const is_recent = now - Date.parse(deed.at) < watched_ms;
    const heard = useHeard(deed.record, is_recent);
    const written = useWritten(deed.sync ?? sync?.id ?? null, deed.record, is_recent);
    const lines = follow(deed, until, heard.data ?? [], written.data ?? []);
    const app = books.find((book) => book.app === deed.app)?.title ?? deed.app;
    const appOf = (side: Schemas['Side']) =>
        books.find((book) => book.connection === (side === 'a' ? sync?.a.connection : sync?.b.connection))?.title ?? side;
    const later = (at: string) => say(Math.max(0.001, (Date.parse(at) - Date.parse(deed.at)) / 1000));
    const what = deed.fields.map(name).join(', ');
    const words = (line: Line): string => {
        if (line.kind === 'heard') return t(`sandbox.${sources[line.by]}`, { time: later(line.at) });
        if (line.kind === 'ignored') return line.why;
        const fields = line.fields.map((field) => fieldLabel(t, field)).join(', ');
        if (line.kind === 'written') return t('sandbox.written', { app: appOf(line.side), time: later(line.at), fields });
        return t('sandbox.write_failed', { app: appOf(line.side), fields, outcome: t(`outcome.${line.outcome}`) });
    };
    return (
        <li className={classes.deed}>
            <p>
                <IconPencil size={16} aria-hidden />
                <b>{t(`sandbox.did_${deed.did}`, { app, time: precise(new Date(deed.at), i18n.language) })}</b>
                {what !== '' && <span>{what}</span>}
            </p>
            {lines.map((line) => (
                <p key={line.kind + line.at + ('side' in line ? line.side : '')} data-kind={line.kind}>
                    <LineIcon kind={line.kind} />
                    <span>{words(line)}</span>
                </p>
            ))}
            {!isOver(lines) && until === null && (
                <p className="dim">
                    <IconArrowRight size={16} aria-hidden />
                    <span>
                        {lines.length > 0
                            ? t('sandbox.deciding')
                            : is_recent
                              ? t('sandbox.waiting', { time: say(Math.max(1, (now - Date.parse(deed.at)) / 1000)) })
                              : t('sandbox.not_heard')}
                    </span>
                    {sync !== null && (
                        <Link to={inSync(sync.id, `/records/${encodeURIComponent(deed.record)}`)}>{t('sandbox.see_record')}</Link>
                    )}
                </p>
            )}
        </li>
    );
}

function LineIcon({ kind }: { kind: Line['kind'] }) {
    if (kind === 'heard') return <IconBell size={16} aria-hidden />;
    if (kind === 'ignored') return <IconBellOff size={16} aria-hidden />;
    return kind === 'written' ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />;
}
