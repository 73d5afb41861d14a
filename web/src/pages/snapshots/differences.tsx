// SPDX-License-Identifier: Apache-2.0
// Who is new, changed or absent; filters, a file for a spreadsheet program, and accepting.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure, type Schemas } from '../../api/client';
import { PagedRows } from '../../parts/list/paged_list';
import { exact } from '../../parts/numbers/say';
import { Empty, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { Value } from '../../parts/value';
import { useAccept, useDifferences, useExport } from './queries';
import classes from './snapshots.module.css';

type Kind = Schemas['DifferenceKind'];
const kinds: readonly Kind[] = ['new', 'changed', 'absent', 'unchanged', 'repeated', 'invalid'];
const tones: Record<Kind, Tone> = {
    new: 'ok',
    changed: 'wait',
    absent: 'attention',
    unchanged: 'off',
    repeated: 'off',
    invalid: 'failed',
};

export function Differences({ connection, preview }: { connection: string; preview: Schemas['SnapshotPreview'] }) {
    const { t, i18n } = useTranslation();
    const { snapshot, syncs } = preview;
    const [chosen, setChosen] = useState<ReadonlySet<Kind>>(new Set<Kind>(['new', 'changed', 'absent', 'invalid']));
    const [sync, setSync] = useState('');
    const [typed, setTyped] = useState('');
    const [text] = useDebouncedValue(typed.trim(), 250);
    const kind = kinds.filter((each) => chosen.has(each));
    const found = useDifferences(connection, snapshot.id, { kind, sync, text });
    const first = found.data?.pages[0];
    const counts = first?.counts;
    const items = found.data?.pages.flatMap((page) => page.items) ?? [];
    const csv = useExport(connection, snapshot.id);
    const save = () => {
        csv.mutate(
            { kind, sync },
            {
                onSuccess: (blob) => {
                    saveAs(blob, t('snapshots.file_name'));
                },
            },
        );
    };
    const toggle = (each: Kind) => {
        setChosen((before) => {
            const next = new Set(before);
            if (!next.delete(each)) next.add(each);
            return next;
        });
    };
    return (
        <Section
            title={t('snapshots.differences')}
            aside={
                counts === undefined
                    ? undefined
                    : t('snapshots.known', { count: counts.known, shown: exact(counts.known, i18n.language) })
            }
        >
            <div className={classes.filters}>
                <div className={classes.chips} role="group" aria-label={t('snapshots.which')}>
                    {kinds.map((each) => (
                        <button
                            key={each}
                            type="button"
                            className={classes.chip}
                            aria-pressed={chosen.has(each)}
                            onClick={() => {
                                toggle(each);
                            }}
                        >
                            {t(`snapshots.kind.${each}`)}{' '}
                            <b className="numbers">{counts === undefined ? '…' : exact(counts[each], i18n.language)}</b>
                        </button>
                    ))}
                </div>
                <div className={classes.tools}>
                    {syncs.length > 0 && (
                        <NativeSelect
                            aria-label={t('snapshots.against')}
                            value={sync}
                            onChange={(event) => {
                                setSync(event.currentTarget.value);
                            }}
                            data={[
                                { value: '', label: t('snapshots.against_before') },
                                ...syncs.map((each) => ({
                                    value: each.id,
                                    label: t('snapshots.against_sync', { label: each.label }),
                                })),
                            ]}
                        />
                    )}
                    <TextInput
                        aria-label={t('snapshots.search')}
                        placeholder={t('snapshots.search')}
                        value={typed}
                        onChange={(event) => {
                            setTyped(event.currentTarget.value);
                        }}
                    />
                    <Button variant="default" loading={csv.isPending} disabled={items.length === 0} onClick={save}>
                        {t('snapshots.export')}
                    </Button>
                </div>
            </div>
            {csv.isError && <Trouble what={t('snapshots.not_exported')} error={csv.error} />}
            <PagedRows
                pages={found}
                unreadable={t('snapshots.not_compared')}
                empty={<Empty kind="good" title={t('snapshots.no_difference')} />}
            >
                {(each) => (
                    <ul className={classes.list} data-stale={found.isPlaceholderData}>
                        {each.map((item, at) => (
                            <Item key={`${item.kind} ${item.line ?? ''} ${item.record_id ?? ''} ${at}`} item={item} />
                        ))}
                    </ul>
                )}
            </PagedRows>
            {snapshot.state === 'draft' && <Accept connection={connection} snapshot={snapshot} />}
        </Section>
    );
}

function Item({ item }: { item: Schemas['SnapshotDifference'] }) {
    const { t } = useTranslation();
    const name = item.name !== '' ? item.name : (item.email ?? item.phone ?? item.record_id ?? t('snapshots.nobody'));
    return (
        <li className={classes.item}>
            <StateMark tone={tones[item.kind]}>{t(`snapshots.kind.${item.kind}`)}</StateMark>
            <div className={classes.who}>
                <b>
                    {item.fault !== null || item.first_line !== null
                        ? t('snapshots.line_number', { number: item.line ?? 0 })
                        : name}
                </b>
                <span className="small dim">
                    {[
                        item.name === '' ? null : item.email,
                        item.phone,
                        item.record_id,
                        item.fault === null && item.first_line === null && item.line !== null
                            ? t('snapshots.line_number', { number: item.line })
                            : null,
                    ]
                        .filter((each) => each !== null)
                        .join(' · ')}
                </span>
            </div>
            <div className={classes.what}>
                {item.changes.map((change) => (
                    <p key={change.field}>
                        <span className="dim">{change.label}:</span> <Value value={change.before} />{' '}
                        <span aria-label={t('snapshots.becomes')}>→</span> <Value value={change.after} />
                    </p>
                ))}
                {item.was_archived !== null && <p>{t(item.was_archived ? 'snapshots.unarchived' : 'snapshots.archived')}</p>}
                {item.problems.map((problem) => (
                    <p key={problem.field} className="small">
                        {t('snapshots.cannot_read', { label: problem.label })} {t(`snapshots.fault.${problem.fault}`)}
                    </p>
                ))}
                {item.fault !== null && <p>{t(`snapshots.row_fault.${item.fault}`)}</p>}
                {item.first_line !== null && <p>{t('snapshots.again', { number: item.first_line })}</p>}
            </div>
        </li>
    );
}

function Accept({ connection, snapshot }: { connection: string; snapshot: Schemas['Snapshot'] }) {
    const { t } = useTranslation();
    const accept = useAccept(connection, snapshot.id);
    const many = accept.error instanceof Failure && accept.error.code === 'snapshots.loses_many' ? accept.error.problem : null;
    return (
        <div className={classes.accept}>
            {many === null ? (
                <Button
                    loading={accept.isPending}
                    onClick={() => {
                        accept.mutate(false);
                    }}
                >
                    {t('snapshots.accept')}
                </Button>
            ) : (
                <div role="alert" className={classes.many}>
                    <p>
                        <b>
                            {t('snapshots.many_absent', {
                                absent: many.params['absent'] ?? '',
                                known: many.params['known'] ?? '',
                            })}
                        </b>{' '}
                        {t('snapshots.many_why')}
                    </p>
                    <div className={classes.row}>
                        <Button
                            color="red"
                            loading={accept.isPending}
                            onClick={() => {
                                accept.mutate(true);
                            }}
                        >
                            {t('snapshots.accept_all_the_same')}
                        </Button>
                        <Button
                            variant="subtle"
                            onClick={() => {
                                accept.reset();
                            }}
                        >
                            {t('snapshots.keep')}
                        </Button>
                    </div>
                </div>
            )}
            <p className="small dim">{t('snapshots.accept_why')}</p>
            {accept.isError && many === null && <Trouble what={t('snapshots.not_accepted')} error={accept.error} />}
        </div>
    );
}

export function saveAs(blob: Blob, name: string) {
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => {
        URL.revokeObjectURL(address);
    }, 1_000);
}
