// SPDX-License-Identifier: Apache-2.0
// Both simulated books side by side: everybody in them, found by any word, and opened to be edited as a user of the app would.
import { Button } from '@mantine/core';
import { IconLink, IconLinkOff, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useCurrent } from '../../parts/current_sync';
import { HealthMark } from '../../parts/health/health';
import { Cell, HeadCell, ListTools } from '../../parts/list/list';
import { useListAddress } from '../../parts/list/list_address';
import { PagedList } from '../../parts/list/paged_list';
import { SearchField } from '../../parts/list/search_field';
import { exact } from '../../parts/numbers/say';
import { Empty } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { type Book, sides, type Hand, SandboxPage } from './parts';
import { NewPerson, PersonPanel } from './person';
import { type Copy, usePeople } from './queries';
import classes from './sandbox.module.css';

type Pair = Schemas['SandboxPair'];

// In the address: "<app>:<id>", or "new:<app>".
const addressOf = (copy: Copy) => `${copy.app}:${copy.id}`;
const making = 'new';

function idOf(pair: Pair): string {
    const copy = pair.left ?? pair.right;
    return copy === null ? '' : addressOf(copy);
}

export default function Sandbox() {
    return <SandboxPage>{(books) => <Books books={books} />}</SandboxPage>;
}

function Books({ books }: { books: [Book, Book] }) {
    const { t } = useTranslation();
    const { person } = useParams();
    const address = useListAddress('/sandbox');
    const query = address.filter('query');
    const people = usePeople(query);
    const [app, ...rest] = (person ?? '').split(':');
    const id = rest.join(':');
    const close = () => {
        address.open(null);
    };
    return (
        <>
            <div className={classes.books}>
                {books.map((book, at) => (
                    <BookHead
                        key={book.app}
                        book={book}
                        hand={sides[at] ?? 'left'}
                        add={() => {
                            address.open(`${making}:${book.app}`);
                        }}
                    />
                ))}
            </div>
            <ListTools>
                <SearchField
                    text={query}
                    words={t('sandbox.search')}
                    search={(text) => {
                        address.setFilter('query', text);
                    }}
                />
            </ListTools>
            <PagedList
                pages={people}
                unreadable={t('sandbox.unreadable')}
                empty={
                    query === '' ? (
                        <Empty kind="nothing" title={t('sandbox.none')}>
                            {t('sandbox.none_why')}
                        </Empty>
                    ) : (
                        <Empty
                            kind="nothing"
                            title={t('records.not_found', { query })}
                            action={
                                <Button variant="default" onClick={address.clearFilters}>
                                    {t('records.show_everybody')}
                                </Button>
                            }
                        />
                    )
                }
                label={t('sandbox.tab_people')}
                id={idOf}
                opened={person ?? null}
                open={(pair) => {
                    address.open(idOf(pair));
                }}
                columns="var(--sandbox-columns)"
                heights={{ wide: 52, narrow: 100 }}
                head={
                    <>
                        <HeadCell className={classes.left}>{books[0].title}</HeadCell>
                        <HeadCell>
                            <span className="unseen">{t('sandbox.linked')}</span>
                        </HeadCell>
                        <HeadCell className={classes.right}>{books[1].title}</HeadCell>
                    </>
                }
                row={(pair) => <PairRow pair={pair} books={books} />}
            />
            <Panel
                opened={person !== undefined}
                close={close}
                label={
                    app === making
                        ? t('sandbox.new_in', { app: books.find((book) => book.app === id)?.title ?? id })
                        : t('sandbox.person')
                }
            >
                {person !== undefined && app === making && (
                    <NewPerson
                        key={id}
                        books={books}
                        app={id}
                        opened={(copy) => {
                            address.open(addressOf(copy));
                        }}
                    />
                )}
                {person !== undefined && app !== undefined && app !== making && (
                    <PersonPanel key={person} books={books} copy={{ app, id }} close={close} />
                )}
            </Panel>
        </>
    );
}

function BookHead({ book, hand, add }: { book: Book; hand: Hand; add: () => void }) {
    const { t, i18n } = useTranslation();
    const { connections } = useCurrent();
    const connection = connections.find((each) => each.id === book.connection);
    const limits = book.allowance.filter((each) => each.limit !== null);
    return (
        <section className={classes.book} data-hand={hand} aria-label={book.title}>
            <div className={classes.book_head}>
                <h2>{book.title}</h2>
                {connection !== undefined && <HealthMark health={connection.health} />}
                <Button size="xs" variant="default" leftSection={<IconUserPlus size={14} />} onClick={add}>
                    {t('sandbox.new')}
                </Button>
            </div>
            <p className="small dim numbers">
                {[
                    t('sandbox.people', { count: book.people, shown: exact(book.people, i18n.language) }),
                    t('sandbox.calls', { count: book.calls, shown: exact(book.calls, i18n.language) }),
                    t('sandbox.webhooks', { count: book.webhooks.accepted, shown: exact(book.webhooks.accepted, i18n.language) }),
                    ...(book.webhooks.lost > 0
                        ? [
                              t('sandbox.webhooks_lost', {
                                  count: book.webhooks.lost,
                                  shown: exact(book.webhooks.lost, i18n.language),
                              }),
                          ]
                        : []),
                ].join(' · ')}
            </p>
            <p className="small dim numbers">
                {limits.length === 0
                    ? t('sandbox.no_limit')
                    : limits
                          .map((each) =>
                              t('sandbox.left_of', {
                                  title: each.title,
                                  left: exact(each.left ?? 0, i18n.language),
                                  limit: exact(each.limit ?? 0, i18n.language),
                              }),
                          )
                          .join(' · ')}
            </p>
        </section>
    );
}

function PairRow({ pair, books }: { pair: Pair; books: [Book, Book] }) {
    const { t } = useTranslation();
    const linked = pair.left !== null && pair.right !== null;
    const Icon = linked ? IconLink : IconLinkOff;
    return (
        <>
            <Cell className={classes.copy}>
                <CopyLine copy={pair.left} hand="left" app={books[0].title} />
            </Cell>
            <Cell className={classes.link}>
                <Icon
                    size={16}
                    role="img"
                    aria-label={t(linked ? 'sandbox.linked' : 'sandbox.not_linked')}
                    data-linked={linked}
                />
            </Cell>
            <Cell className={classes.copy}>
                <CopyLine copy={pair.right} hand="right" app={books[1].title} />
            </Cell>
        </>
    );
}

function CopyLine({ copy, hand, app }: { copy: Schemas['SandboxLine']; hand: Hand; app: string }) {
    const { t } = useTranslation();
    if (copy === null) return <span className="small dim">{t('sandbox.not_in', { app })}</span>;
    return (
        <>
            <span className={classes.copy_name} data-hand={hand}>
                {copy.name === '' ? copy.id : copy.name}
                {copy.archived && <i className="small dim"> {t('sandbox.archived')}</i>}
            </span>
            <span className={classes.copy_more}>{[copy.email, copy.phone].filter((each) => each !== null).join(' · ')}</span>
        </>
    );
}
