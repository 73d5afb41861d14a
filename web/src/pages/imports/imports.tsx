// SPDX-License-Identifier: Apache-2.0
// Any app with an OpenAPI document: the document is chosen or read from an address, looked at, and imported; and the apps that were.
import { Anchor, Button, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { PageHead, Section, StateMark, Trouble } from '../../parts/page/page';
import { SureButton } from '../../parts/sure_button';
import classes from './imports.module.css';
import { Proposal } from './proposal';
import { useImported, useProposal, useRemove } from './queries';

export type Source = Pick<Schemas['ImportInput'], 'document' | 'url' | 'file_name'>;

export default function ImportsPage() {
    const { t } = useTranslation();
    const [source, setSource] = useState<Source | null>(null);
    const [made, setMade] = useState<Schemas['Imported'] | null>(null);
    const proposal = useProposal();
    const look = (wanted: Source) => {
        setSource(wanted);
        setMade(null);
        proposal.mutate(wanted);
    };
    return (
        <>
            <PageHead
                title={t('imports.title')}
                sentence={t('imports.sentence')}
                action={
                    <Button component={Link} to="/catalogue" variant="default">
                        {t('frame.catalogue')}
                    </Button>
                }
            />
            <Choose look={look} pending={proposal.isPending} />
            {proposal.isError && <Trouble what={t('imports.not_read')} error={proposal.error} />}
            {made !== null && <Done made={made} />}
            {made === null && source !== null && proposal.data !== undefined && (
                <Proposal
                    key={`${source.url ?? ''} ${source.file_name ?? ''} ${String(source.document?.length)}`}
                    source={source}
                    proposal={proposal.data}
                    again={(choices) => {
                        proposal.mutate({ ...source, ...choices });
                    }}
                    done={setMade}
                />
            )}
            <All />
        </>
    );
}

function Choose({ look, pending }: { look: (source: Source) => void; pending: boolean }) {
    const { t } = useTranslation();
    const input = useRef<HTMLInputElement>(null);
    const [over, setOver] = useState(false);
    const [address, setAddress] = useState('');
    const take = (file: File | undefined) => {
        if (file === undefined || pending) return;
        void file.text().then((document) => {
            look({ document, file_name: file.name.slice(0, 200) });
        });
    };
    const drop = (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (address.trim() !== '') look({ url: address.trim() });
    };
    return (
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
            <p>{t('imports.drop')}</p>
            <Button
                variant="default"
                loading={pending}
                onClick={() => {
                    input.current?.click();
                }}
            >
                {t('imports.choose')}
            </Button>
            <input
                ref={input}
                type="file"
                className={classes.file}
                tabIndex={-1}
                aria-label={t('imports.choose')}
                accept=".json,.yaml,.yml,application/json,application/yaml"
                onChange={(event) => {
                    take(event.currentTarget.files?.[0]);
                    event.currentTarget.value = '';
                }}
            />
            <form onSubmit={submit} className={classes.address}>
                <TextInput
                    label={t('imports.address')}
                    placeholder="https://api.example.com/openapi.json"
                    spellCheck={false}
                    value={address}
                    onChange={(event) => {
                        setAddress(event.currentTarget.value);
                    }}
                />
                <Button type="submit" variant="default" loading={pending} disabled={address.trim() === ''}>
                    {t('imports.read')}
                </Button>
            </form>
            <p className="small dim">{t('imports.nothing_stored')}</p>
        </div>
    );
}

function Done({ made }: { made: Schemas['Imported'] }) {
    const { t } = useTranslation();
    return (
        <div className={classes.done} role="status">
            <StateMark tone="ok">{t('imports.made', { title: made.title, count: made.operations })}</StateMark>
            <div className={classes.buttons}>
                <Button component={Link} to="/connections/new">
                    {t('imports.connect')}
                </Button>
                <Button component={Link} to={`/catalogue/${encodeURIComponent(made.id)}`} variant="default">
                    {t('imports.see')}
                </Button>
            </div>
        </div>
    );
}

function All() {
    const { t } = useTranslation();
    const all = useImported();
    if (all.isPending) return <ListSkeleton columns="1fr" rows={2} />;
    if (all.isError)
        return (
            <Trouble
                what={t('imports.unreadable')}
                error={all.error}
                retry={() => {
                    void all.refetch();
                }}
            />
        );
    if (all.data.items.length === 0) return null;
    return (
        <Section title={t('imports.all')}>
            <ul className={classes.all}>
                {all.data.items.map((each) => (
                    <Line key={each.id} imported={each} />
                ))}
            </ul>
        </Section>
    );
}

function Line({ imported }: { imported: Schemas['ImportedSummary'] }) {
    const { t } = useTranslation();
    const remove = useRemove();
    return (
        <li>
            <div>
                <p>
                    <Anchor component={Link} to={`/catalogue/${encodeURIComponent(imported.id)}`}>
                        {imported.title}
                    </Anchor>{' '}
                    <code>{imported.id}</code>
                </p>
                <p className="small dim">
                    {t('imports.line', { version: imported.version, count: imported.operations })} ·{' '}
                    <span className={classes.from}>{imported.source}</span> · <Ago at={imported.imported_at} />
                </p>
                {remove.isError && <Trouble what={t('imports.not_removed')} error={remove.error} />}
            </div>
            <SureButton
                ask={t('imports.remove')}
                sure={t('imports.remove_sure', { title: imported.title })}
                pending={remove.isPending}
                act={() => {
                    remove.mutate(imported.id);
                }}
            />
        </li>
    );
}
