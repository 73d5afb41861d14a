// SPDX-License-Identifier: Apache-2.0
// The mapping of a sync: which field is which and under which rules, shown with the values of a person whom one chooses. What is
// edited is tried on the server as one edits; nothing changes before it is saved.
import { Button, Select, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Failure, type Schemas } from '../../api/client';
import { sideNames } from '../../parts/current_sync';
import { ListSkeleton } from '../../parts/list/list';
import { PageHead, Section, Trouble } from '../../parts/page/page';
import { WithSync } from '../../parts/with_sync';
import { AddRow } from './add_row';
import { FieldNames } from './field_names';
import classes from './mapping.module.css';
import { Preview } from './preview';
import { type Mapping, type Row, useMapping, usePeople, usePreview, useSave, useTried } from './queries';
import { RowCard } from './row_card';
import { conflicts, first_matches, sameRows } from './row';
import { Suggestions } from './suggestions';
import { Versions } from './versions';

export default function MappingPage() {
    const { t } = useTranslation();
    return <WithSync title={t('frame.mapping')}>{(sync) => <MappingOf sync={sync} />}</WithSync>;
}

function MappingOf({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const known = useMapping(sync.id);
    if (known.isError) {
        return (
            <>
                <PageHead title={t('frame.mapping')} />
                <Trouble
                    what={t('mapped.unreadable')}
                    error={known.error}
                    retry={() => {
                        void known.refetch();
                    }}
                />
            </>
        );
    }
    if (known.data === undefined) {
        return (
            <>
                <PageHead title={t('frame.mapping')} sentence={t('mapped.sentence')} />
                <ListSkeleton columns="1fr 1fr 1fr" rows={8} />
            </>
        );
    }
    return (
        <Editor
            sync={sync}
            known={known.data}
            again={async () => {
                const read = await known.refetch();
                return read.data;
            }}
        />
    );
}

function Editor({
    sync,
    known,
    again,
}: {
    sync: Schemas['Sync'];
    known: Schemas['MappingView'];
    again: () => Promise<Schemas['MappingView'] | undefined>;
}) {
    const { t } = useTranslation();
    const [proposed] = useSearchParams();
    const [rows, setRows] = useState<Row[]>(() => withProposal(known.mapping.rows, proposed));
    const [based_on, setBasedOn] = useState(known.version);
    const [person, setPerson] = useState<string | null>(null);
    const [reads_now, setReadsNow] = useState(false);
    const [query, setQuery] = useState('');
    const [saved, setSaved] = useState<number | null>(null);
    const [asked] = useDebouncedValue(query, 250);
    const [settled] = useDebouncedValue(rows, 350);
    const people = usePeople(sync.id, asked);
    // Somebody who is linked, as long as nobody was chosen.
    const anybody = usePeople(sync.id, '');
    const chosen = person ?? personOf(anybody.data?.items[0]) ?? '';
    const tried = useTried(sync.id, { mapping: { ...known.mapping, rows: settled }, person: chosen, read_now: reads_now });
    const preview = usePreview(sync.id);
    const save = useSave(sync.id);
    const names = sideNames(sync);
    const shown_people = query === '' ? anybody.data : people.data;
    const options = optionsOf(shown_people?.items ?? [], chosen, tried.data?.person?.name ?? '', t('mapped.nameless'));
    const mapping: Mapping = { ...known.mapping, rows };
    const is_changed = !sameRows(rows, known.mapping.rows);
    const is_current = settled === rows && !tried.isFetching;
    const problems = is_current ? (tried.data?.problems ?? []) : [];
    const general = problems.filter((problem) => problem.row >= rows.length);
    const change = (next: Row[]) => {
        setRows(next);
        setSaved(null);
        preview.reset();
        save.reset();
    };
    const store = (on: number) => {
        save.mutate(
            { mapping, based_on: on },
            {
                onSuccess: (stored) => {
                    preview.reset();
                    setSaved(stored.version);
                    setBasedOn(stored.version);
                    setRows(stored.mapping?.rows ?? rows);
                    void again();
                },
            },
        );
    };
    const is_overtaken = save.error instanceof Failure && save.error.code === 'sync.version_differs';
    return (
        <FieldNames.Provider value={known.fields}>
            <PageHead
                title={t('frame.mapping')}
                sentence={is_changed ? t('mapped.unsaved') : t('mapped.saved_version', { version: based_on })}
                action={
                    <>
                        {is_changed && (
                            <Button
                                variant="subtle"
                                onClick={() => {
                                    change(known.mapping.rows);
                                }}
                            >
                                {t('mapped.discard')}
                            </Button>
                        )}
                        <Button
                            disabled={!is_changed || problems.length > 0}
                            loading={preview.isPending}
                            onClick={() => {
                                preview.mutate({ mapping, read_now: false });
                            }}
                        >
                            {t('mapped.check')}
                        </Button>
                    </>
                }
            />
            {saved !== null && !is_changed && (
                <p role="status" className={classes.saved}>
                    {t(sync.state === 'draft' ? 'mapped.saved_draft' : 'mapped.saved', { version: saved })}
                </p>
            )}
            {preview.isError && <Trouble what={t('mapped.preview_failed')} error={preview.error} />}
            {preview.data !== undefined && (
                <Preview
                    sync={sync}
                    preview={preview.data}
                    reading={preview.isPending}
                    read={() => {
                        preview.mutate({ mapping, read_now: true });
                    }}
                    saving={save.isPending}
                    save={() => {
                        store(based_on);
                    }}
                />
            )}
            {is_overtaken ? (
                <div role="alert" className={classes.overtaken}>
                    <p>
                        <b>{t('mapped.overtaken')}</b>
                    </p>
                    <p>{t('mapped.overtaken_why')}</p>
                    <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => {
                            void again().then((fresh) => {
                                if (fresh === undefined) return;
                                setBasedOn(fresh.version);
                                change(fresh.mapping.rows);
                            });
                        }}
                    >
                        {t('mapped.take_theirs')}
                    </Button>
                    <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => {
                            void again().then((fresh) => {
                                if (fresh === undefined) return;
                                setBasedOn(fresh.version);
                                save.reset();
                            });
                        }}
                    >
                        {t('mapped.keep_mine')}
                    </Button>
                </div>
            ) : (
                save.isError && <Trouble what={t('mapped.save_failed')} error={save.error} />
            )}
            <div className={classes.person}>
                <Select
                    label={t('mapped.person')}
                    placeholder={t('mapped.person_find')}
                    searchable
                    allowDeselect={false}
                    data={options}
                    filter={({ options }) => options}
                    value={chosen === '' ? null : chosen}
                    onSearchChange={(text) => {
                        setQuery(options.some((option) => option.label === text) ? '' : text);
                    }}
                    onChange={(value) => {
                        setPerson(value);
                    }}
                    nothingFoundMessage={t('mapped.nobody')}
                    aria-label={t('mapped.person')}
                />
                <Switch
                    label={t('mapped.read_now')}
                    description={t('mapped.read_now_why', { left: names.a, right: names.b })}
                    checked={reads_now}
                    onChange={(event) => {
                        setReadsNow(event.currentTarget.checked);
                    }}
                />
            </div>
            {tried.isError && <Trouble what={t('mapped.try_failed')} error={tried.error} />}
            {general.map((problem) => (
                <p key={problem.code + problem.message} role="alert" className={classes.problem}>
                    {problem.message}
                </p>
            ))}
            <div className={classes.heads} aria-hidden>
                <span className="left">{names.a}</span>
                <span>{t('mapped.rule')}</span>
                <span className="right">{names.b}</span>
            </div>
            <ol className={classes.rows} aria-label={t('mapped.rows')}>
                {rows.map((row, at) => (
                    <RowCard
                        key={row.a + '\u0000' + row.b}
                        row={row}
                        names={names}
                        tried={
                            chosen !== '' && (is_current || settled.length === rows.length)
                                ? (tried.data?.rows[at] ?? null)
                                : null
                        }
                        is_changed={!known.mapping.rows.some((each) => sameRows([each], [row]))}
                        problems={problems.filter((problem) => problem.row === at)}
                        notes={is_current ? (tried.data?.notes ?? []).filter((note) => note.row === at) : []}
                        change={(next) => {
                            change(rows.map((each, place) => (place === at ? next : each)));
                        }}
                        remove={() => {
                            change(rows.filter((_, place) => place !== at));
                        }}
                    />
                ))}
            </ol>
            <AddRow
                rows={rows}
                names={names}
                add={(row) => {
                    change([...rows, row]);
                }}
            />
            <Suggestions
                suggestions={known.suggestions.filter((each) => !rows.some((row) => row.a === each.a || row.b === each.b))}
                shown={tried.data?.person ?? null}
                accept={(row) => {
                    change([...rows, row]);
                }}
            />
            <Section title={t('mapped.versions')}>
                <Versions
                    sync={sync}
                    present={known.version}
                    take={(old) => {
                        change(old);
                        window.scrollTo({ top: 0 });
                    }}
                />
            </Section>
        </FieldNames.Provider>
    );
}

// A rule that the inbox of conflicts proposes stands in the address; it is shown as a change that is not saved yet.
function withProposal(rows: Row[], proposed: URLSearchParams): Row[] {
    const conflict = conflicts.find((each) => each === proposed.get('conflict'));
    const first_match = first_matches.find((each) => each === proposed.get('first_match'));
    return rows.map((row) =>
        row.a !== proposed.get('field')
            ? row
            : {
                  ...row,
                  ...(conflict === undefined ? {} : { conflict }),
                  ...(first_match === undefined ? {} : { first_match }),
              },
    );
}

function personOf(summary: Schemas['RecordSummary'] | undefined): string | null {
    return summary === undefined ? null : (summary.link_id ?? summary.a_record ?? summary.b_record);
}

function optionsOf(items: Schemas['RecordSummary'][], chosen: string, name: string, nameless: string) {
    const options = items.flatMap((item) => {
        const value = personOf(item);
        const shown = [item.name, item.email ?? item.phone].filter((each) => each !== null && each !== '').join(' · ');
        return value === null ? [] : [{ value, label: shown === '' ? nameless : shown }];
    });
    if (chosen !== '' && !options.some((option) => option.value === chosen))
        options.unshift({ value: chosen, label: name === '' ? nameless : name });
    return options;
}
