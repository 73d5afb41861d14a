// SPDX-License-Identifier: Apache-2.0
// A file that somebody exported: dropped here, looked at column by column, compared with what was known, and accepted.
import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useConnection } from '../../api/queries';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { Columns } from './columns';
import { Differences } from './differences';
import { useDiscard, usePreview, useSnapshots, useUpload } from './queries';
import classes from './snapshots.module.css';

const tones: Record<Schemas['SnapshotState'], Tone> = { draft: 'wait', current: 'ok', earlier: 'off' };

export default function SnapshotsPage() {
    const { connection = '', snapshot } = useParams();
    const { t } = useTranslation();
    const found = useConnection(connection);
    const all = useSnapshots(connection);
    const items = all.data?.items ?? [];
    const shown = snapshot ?? items.find((each) => each.state === 'draft')?.id ?? items[0]?.id;
    const label = found.data?.connection.label ?? '';
    const links = (
        <>
            <Button component={Link} to={`/connections/${connection}/hand-list`} variant="default">
                {t('hand.title')}
            </Button>
            <Button component={Link} to={`/connections/${connection}`} variant="default">
                {t('snapshots.to_connection')}
            </Button>
        </>
    );
    return (
        <>
            <PageHead
                title={label === '' ? t('snapshots.title') : t('snapshots.title_of', { label })}
                sentence={t('snapshots.sentence')}
                action={links}
            />
            <Drop connection={connection} />
            {all.isError && (
                <Trouble
                    what={t('snapshots.unreadable')}
                    error={all.error}
                    retry={() => {
                        void all.refetch();
                    }}
                />
            )}
            {all.isPending && <ListSkeleton columns="1fr" rows={3} />}
            {all.data !== undefined && items.length === 0 && (
                <Empty kind="nothing" title={t('snapshots.none')}>
                    {t('snapshots.none_why')}
                </Empty>
            )}
            {shown !== undefined && items.length > 0 && <One key={shown} connection={connection} snapshot={shown} />}
            {items.length > 0 && (
                <Section title={t('snapshots.all')}>
                    <ul className={classes.all}>
                        {items.map((each) => (
                            <Line key={each.id} connection={connection} snapshot={each} opened={each.id === shown} />
                        ))}
                    </ul>
                </Section>
            )}
        </>
    );
}

function Drop({ connection }: { connection: string }) {
    const { t } = useTranslation();
    const go = useNavigate();
    const input = useRef<HTMLInputElement>(null);
    const upload = useUpload(connection);
    const [over, setOver] = useState(false);
    const take = (file: File | undefined) => {
        if (file === undefined || upload.isPending) return;
        upload.mutate(file, {
            onSuccess: ({ snapshot }) => {
                void go(`/connections/${connection}/snapshots/${snapshot.id}`);
            },
        });
    };
    const drop = (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
    };
    return (
        <>
            <div
                className={classes.drop}
                data-over={over}
                onDragOver={(event) => {
                    event.preventDefault();
                    setOver(true);
                }}
                onDragLeave={() => {
                    setOver(false);
                }}
                onDrop={drop}
            >
                <IconFileUpload size={28} stroke={1.5} aria-hidden />
                <p>{t('snapshots.drop')}</p>
                <Button
                    variant="default"
                    loading={upload.isPending}
                    onClick={() => {
                        input.current?.click();
                    }}
                >
                    {t('snapshots.choose')}
                </Button>
                <input
                    ref={input}
                    type="file"
                    className={classes.file}
                    tabIndex={-1}
                    aria-label={t('snapshots.choose')}
                    accept=".csv,.tsv,.txt,.json,text/csv,application/json"
                    onChange={(event) => {
                        take(event.currentTarget.files?.[0]);
                        event.currentTarget.value = '';
                    }}
                />
                <p className="small dim">{t('snapshots.nothing_written')}</p>
            </div>
            {upload.isError && <Trouble what={t('snapshots.not_taken')} error={upload.error} />}
        </>
    );
}

function Line({ connection, snapshot, opened }: { connection: string; snapshot: Schemas['Snapshot']; opened: boolean }) {
    const { t, i18n } = useTranslation();
    return (
        <li aria-current={opened}>
            <Link to={`/connections/${connection}/snapshots/${snapshot.id}`}>
                {snapshot.file_name === '' ? t('snapshots.no_name') : snapshot.file_name}
            </Link>
            <StateMark tone={tones[snapshot.state]}>{t(`snapshots.state.${snapshot.state}`)}</StateMark>
            <span className="small dim">
                {t('snapshots.rows', { count: snapshot.rows, shown: exact(snapshot.rows, i18n.language) })} ·{' '}
                <Ago at={snapshot.accepted_at ?? snapshot.uploaded_at} />
            </span>
        </li>
    );
}

function One({ connection, snapshot }: { connection: string; snapshot: string }) {
    const { t, i18n } = useTranslation();
    const preview = usePreview(connection, snapshot);
    const discard = useDiscard(connection, snapshot);
    const go = useNavigate();
    if (preview.isPending) return <ListSkeleton columns="1fr" rows={4} />;
    if (preview.isError)
        return (
            <Trouble
                what={t('snapshots.unreadable')}
                error={preview.error}
                retry={() => {
                    void preview.refetch();
                }}
            />
        );
    const { snapshot: found } = preview.data;
    const is_draft = found.state === 'draft';
    return (
        <>
            <div className={classes.title}>
                <h2>{found.file_name === '' ? t('snapshots.no_name') : found.file_name}</h2>
                <StateMark tone={tones[found.state]}>{t(`snapshots.state.${found.state}`)}</StateMark>
                <span className="small dim">
                    {t('snapshots.rows', { count: found.rows, shown: exact(found.rows, i18n.language) })} ·{' '}
                    {found.shape === 'json' ? 'JSON' : t(`snapshots.separator.${separator(found.separator)}`)} ·{' '}
                    {found.encoding.toUpperCase()}
                </span>
                {is_draft && (
                    <Button
                        size="compact-sm"
                        variant="subtle"
                        loading={discard.isPending}
                        onClick={() => {
                            discard.mutate(undefined, {
                                onSuccess: () => {
                                    void go(`/connections/${connection}/snapshots`);
                                },
                            });
                        }}
                    >
                        {t('snapshots.discard')}
                    </Button>
                )}
            </div>
            {discard.isError && <Trouble what={t('snapshots.not_discarded')} error={discard.error} />}
            {is_draft && <Columns key={JSON.stringify(preview.data.columns)} connection={connection} preview={preview.data} />}
            <Differences connection={connection} preview={preview.data} />
        </>
    );
}

function separator(found: string | null) {
    if (found === ';') return 'semicolon';
    if (found === '\t') return 'tab';
    return found === '|' ? 'bar' : 'comma';
}
