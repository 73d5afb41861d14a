// SPDX-License-Identifier: Apache-2.0
// What can go wrong at both simulated apps: each switch with what it does and what Lockstep does about it, as the apps themselves list
// them; how both connections bear it; and what can be made to happen.
import { Button, NativeSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useCurrent } from '../../parts/current_sync';
import { HealthNote } from '../../parts/health/health';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Section, StateMark, Trouble } from '../../parts/page/page';
import { type Book, SandboxPage, sides } from './parts';
import { useFaults, useMakeHappen, useSetFault } from './queries';
import classes from './sandbox.module.css';

type Fault = Schemas['SandboxFault'];

export default function Faults() {
    return (
        <SandboxPage>
            {(books) => (
                <>
                    <Standing books={books} />
                    <Switches books={books} />
                    <MakeHappen books={books} />
                </>
            )}
        </SandboxPage>
    );
}

function Standing({ books }: { books: [Book, Book] }) {
    const { t } = useTranslation();
    const { connections } = useCurrent();
    return (
        <div className={classes.standing}>
            {books.map((book, at) => {
                const connection = connections.find((each) => each.id === book.connection);
                return (
                    <section key={book.app} className={classes.book} data-hand={sides[at]} aria-label={book.title}>
                        <h2>{book.title}</h2>
                        {connection === undefined ? (
                            <p className="dim">{t('sandbox.not_connected')}</p>
                        ) : connection.health.state === 'well' ? (
                            <StateMark tone="ok">{t('sandbox.well')}</StateMark>
                        ) : (
                            <HealthNote health={connection.health}>
                                <Link to={`/connections/${connection.id}`}>{t('strip.health_do')}</Link>
                            </HealthNote>
                        )}
                    </section>
                );
            })}
        </div>
    );
}

interface Both {
    name: string;
    words: Fault;
    at: (Fault | undefined)[];
}

// The same fault of both apps stands in one row.
function rowsOf(books: readonly Book[], faults: readonly Fault[]): { title: string; rows: Both[] }[] {
    const groups = new Map<string, { title: string; rows: Map<string, Both> }>();
    for (const fault of faults) {
        const group = groups.get(fault.group) ?? { title: fault.group_title, rows: new Map<string, Both>() };
        groups.set(fault.group, group);
        if (!group.rows.has(fault.name))
            group.rows.set(fault.name, {
                name: fault.name,
                words: fault,
                at: books.map((book) => faults.find((each) => each.app === book.app && each.name === fault.name)),
            });
    }
    return [...groups.values()].map(({ title, rows }) => ({ title, rows: [...rows.values()] }));
}

function Switches({ books }: { books: [Book, Book] }) {
    const { t } = useTranslation();
    const faults = useFaults();
    const set = useSetFault();
    return (
        <>
            {faults.isPending && <ListSkeleton columns="1fr" rows={8} />}
            {faults.isError && (
                <Trouble
                    what={t('sandbox.faults_unreadable')}
                    error={faults.error}
                    retry={() => {
                        void faults.refetch();
                    }}
                />
            )}
            {set.isError && <Trouble what={t('sandbox.fault_not_set')} error={set.error} />}
            {rowsOf(books, faults.data?.items ?? []).map((group) => (
                <Section key={group.title} title={group.title}>
                    <ul className={classes.faults}>
                        {group.rows.map((row) => (
                            <li key={row.name} data-on={row.at.some((each) => each?.on === true)}>
                                <div>
                                    <h3>{row.words.title}</h3>
                                    <p>{row.words.explanation}</p>
                                    <p className="dim">{row.words.remedy}</p>
                                </div>
                                {books.map((book, at) => (
                                    <FaultSwitch
                                        key={book.app}
                                        book={book}
                                        title={row.words.title}
                                        fault={row.at[at]}
                                        pending={
                                            set.isPending && set.variables.app === book.app && set.variables.fault === row.name
                                                ? set.variables.on
                                                : null
                                        }
                                        turn={(on) => {
                                            set.mutate({ app: book.app, fault: row.name, on });
                                        }}
                                    />
                                ))}
                            </li>
                        ))}
                    </ul>
                </Section>
            ))}
        </>
    );
}

function FaultSwitch({
    book,
    title,
    fault,
    pending,
    turn,
}: {
    book: Book;
    title: string;
    fault: Fault | undefined;
    pending: boolean | null;
    turn: (on: boolean) => void;
}) {
    const { t, i18n } = useTranslation();
    if (fault === undefined)
        return <span className={`${classes.turn ?? ''} small dim`}>{t('sandbox.cannot_happen', { app: book.title })}</span>;
    return (
        <div className={classes.turn}>
            <Switch
                label={book.title}
                aria-label={`${title}, ${book.title}`}
                checked={pending ?? fault.on}
                onChange={(event) => {
                    turn(event.currentTarget.checked);
                }}
            />
            <span className="small dim numbers">
                {fault.since !== null && (
                    <>
                        {t('sandbox.since')} <Ago at={fault.since} />
                        {fault.struck > 0 && ' · '}
                    </>
                )}
                {fault.struck > 0 && t('sandbox.struck', { count: fault.struck, shown: exact(fault.struck, i18n.language) })}
            </span>
        </div>
    );
}

function MakeHappen({ books }: { books: [Book, Book] }) {
    const { t } = useTranslation();
    const make = useMakeHappen();
    const choices = books.flatMap((book) =>
        book.events.map((type) => ({ app: book.app, type, label: `${book.title}: ${type}` })),
    );
    const [at, setAt] = useState(0);
    if (choices.length === 0) return null;
    return (
        <Section title={t('sandbox.make')}>
            <p className={classes.why}>{t('sandbox.make_why')}</p>
            <form
                className={classes.make}
                onSubmit={(event) => {
                    event.preventDefault();
                    const choice = choices[at];
                    if (choice !== undefined) make.mutate({ app: choice.app, type: choice.type });
                }}
            >
                <NativeSelect
                    aria-label={t('sandbox.make_what')}
                    value={String(at)}
                    data={choices.map((choice, index) => ({ value: String(index), label: choice.label }))}
                    onChange={(event) => {
                        setAt(Number(event.currentTarget.value));
                    }}
                />
                <Button type="submit" variant="default" loading={make.isPending}>
                    {t('sandbox.make_do')}
                </Button>
            </form>
            {make.isSuccess && (
                <p role="status" className={classes.made}>
                    <StateMark tone="ok">{t('sandbox.made', { type: make.variables.type })}</StateMark>{' '}
                    <Link to="/events">{t('sandbox.see_events')}</Link>
                </p>
            )}
            {make.isError && <Trouble what={t('sandbox.not_made')} error={make.error} />}
        </Section>
    );
}
