// SPDX-License-Identifier: Apache-2.0
// Everything that the connected apps can do: searched by word, opened to be read and tried.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useConnections, useConnectors } from '../../api/queries';
import { general, useCatalogue } from '../../parts/catalogue/queries';
import { Cell, Chips, HeadCell, ListSkeleton, LongList } from '../../parts/list/list';
import { useListAddress } from '../../parts/list/list_address';
import { Empty, PageHead, StateMark, Trouble } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import classes from './catalogue.module.css';
import { Entry } from './entry';
import { matches } from '../../parts/catalogue/values';

const kinds = ['', 'action', 'search', 'trigger'] as const;

export default function CataloguePage() {
    const { t } = useTranslation();
    const go = useNavigate();
    const params = useParams();
    // In the address an id is two steps: a last step with a dot is taken for a file.
    const operation = params.group === undefined || params.name === undefined ? null : `${params.group}.${params.name}`;
    const address = useListAddress('/catalogue');
    const connectors = useConnectors();
    const connections = useConnections();
    const profiles = connectors.data?.items ?? [];
    const connected = connections.data?.items.find((each) => each.state !== 'disabled')?.profile;
    const profile = params.profile ?? connected ?? profiles[0]?.profile ?? '';
    const kind = kinds.find((each) => each === address.filter('kind')) ?? '';
    const wanted = address.filter('words');
    const catalogue = useCatalogue(profile);
    const items = (catalogue.data?.items ?? []).filter((each) => (kind === '' || each.kind === kind) && matches(each, wanted));
    const open = (id: string | null) => {
        void go({
            pathname: `/catalogue/${encodeURIComponent(profile)}${id === null ? '' : `/${id.replace('.', '/')}`}`,
            search: window.location.search,
        });
    };
    return (
        <>
            <PageHead
                title={t('frame.catalogue')}
                sentence={t('catalogue.sentence')}
                action={
                    <Button component={Link} to="/imports" variant="default">
                        {t('catalogue.import')}
                    </Button>
                }
            />
            <div className={classes.tools}>
                <NativeSelect
                    aria-label={t('catalogue.app')}
                    value={profile}
                    data={[
                        ...profiles.map((each) => ({ value: each.profile, label: each.title })),
                        { value: general, label: t('catalogue.general') },
                    ]}
                    onChange={(happened) => {
                        void go(`/catalogue/${encodeURIComponent(happened.currentTarget.value)}`);
                    }}
                />
                <TextInput
                    className={classes.search ?? ''}
                    leftSection={<IconSearch size={16} aria-hidden />}
                    aria-label={t('catalogue.search')}
                    placeholder={t('catalogue.search')}
                    value={wanted}
                    onChange={(happened) => {
                        address.setFilter('words', happened.currentTarget.value);
                    }}
                />
                <Chips
                    label={t('catalogue.kind')}
                    chosen={kind}
                    options={kinds.map((name) => ({
                        name,
                        words: name === '' ? t('catalogue.all') : t(`catalogue.kinds.${name}`),
                    }))}
                    choose={(name) => {
                        address.setFilter('kind', name);
                    }}
                />
            </div>
            {catalogue.isError && (
                <Trouble
                    what={t('catalogue.unreadable')}
                    error={catalogue.error}
                    retry={() => {
                        void catalogue.refetch();
                    }}
                />
            )}
            {catalogue.isPending && <ListSkeleton columns="1fr" rows={12} />}
            {catalogue.data !== undefined && items.length === 0 && <Empty kind="nothing" title={t('catalogue.none')} />}
            {items.length > 0 && (
                <LongList
                    label={t('frame.catalogue')}
                    items={items}
                    id={(item) => item.id}
                    opened={operation}
                    open={(item) => {
                        open(item.id);
                    }}
                    loading_more={false}
                    columns="var(--entry-columns)"
                    head={
                        <>
                            <HeadCell>{t('catalogue.entry')}</HeadCell>
                            <HeadCell>{t('catalogue.kind')}</HeadCell>
                            <HeadCell>{t('catalogue.group')}</HeadCell>
                            <HeadCell>{t('catalogue.mind')}</HeadCell>
                        </>
                    }
                    row={(item) => <EntryRow item={item} />}
                />
            )}
            <Panel
                opened={operation !== null}
                close={() => {
                    open(null);
                }}
                label={t('catalogue.entry')}
            >
                {operation !== null && (
                    <Entry key={operation} profile={profile} id={operation} connections={connections.data?.items ?? []} />
                )}
            </Panel>
        </>
    );
}

function EntryRow({ item }: { item: Schemas['OperationSummary'] }) {
    const { t } = useTranslation();
    const is_final = item.side_effects.includes('cannot_be_undone');
    return (
        <>
            <Cell className={classes.entry}>{item.title}</Cell>
            <Cell className={classes.kind}>{t(`catalogue.kinds.${item.kind}`)}</Cell>
            <Cell className={classes.group}>
                <code>{item.id.split('.')[0]}</code>
            </Cell>
            <Cell className={classes.mind}>
                {is_final ? (
                    <StateMark tone="attention">{t('catalogue.final')}</StateMark>
                ) : item.effect === 'read' ? (
                    <span className="dim">{t('catalogue.reads')}</span>
                ) : (
                    t('catalogue.writes')
                )}
            </Cell>
        </>
    );
}
