// SPDX-License-Identifier: Apache-2.0
// MOCK, for development only: two small books of invented people, always the same for the same seed.
export function randomOf(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

export interface Person {
    link: string | null;
    a: string | null;
    b: string | null;
    unsure: boolean;
    fields: Record<string, string | string[] | null>;
}

const first = ['Anne', 'Élodie', 'Marc-André', 'Sarah', 'Noémie', 'Liam', 'Zoé', 'Karim', 'Fatou', 'Jean-Sébastien', 'Mei', 'Óscar', 'Béatrice', 'Tuấn', 'Ludivine', 'Åsa'];
const last = ['Roy', 'Tremblay', 'Gagné', 'Côté', 'Nguyễn', 'Benali', 'Lefebvre-Desrosiers', 'Diallo', 'Søndergaard', 'Bouchard', 'Pelletier', 'O’Neill', 'Fortin'];
const cities = ['Montréal', 'Québec', 'Trois-Rivières', 'Gatineau', 'Sainte-Anne-de-Bellevue', 'Rimouski'];
const tag_names = ['vip', 'rehab', 'yoga', 'new lead', 'running club'];

export function makePeople(count_linked: number, count_a: number, count_b: number, seed = 7): Person[] {
    const random = randomOf(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const id_a = () => Array.from({ length: 20 }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'[Math.floor(random() * 55)]).join('');
    let id_b = 100_200;
    const people: Person[] = [];
    for (let at = 0; at < count_linked + count_a + count_b; ++at) {
        const linked = at < count_linked;
        const first_name = pick(first);
        const last_name = pick(last);
        const plain = `${first_name}.${last_name}`.normalize('NFD').replace(/[^a-zA-Z.]/g, '').toLowerCase();
        const person: Person = {
            link: linked ? `lnk_01KPC9T6Y8Z1B3D5F7H9${String(at).padStart(6, '0')}` : null,
            a: linked || at < count_linked + count_a ? id_a() : null,
            b: linked || at >= count_linked + count_a ? String(++id_b) : null,
            unsure: false,
            fields: {
                firstName: first_name, lastName: last_name, email: `${plain}${at}@example.com`, phone: `+1514555${String(1000 + ((at * 37) % 9000)).slice(-4)}`,
                dateOfBirth: random() < 0.6 ? `19${60 + Math.floor(random() * 39)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}` : null,
                address1: random() < 0.5 ? `${100 + at} rue Saint-Denis` : null, city: pick(cities), language: random() < 0.7 ? 'fr' : 'en', gender: pick(['female', 'male', null]),
                tags: tag_names.filter(() => random() < 0.25),
            },
        };
        people.push(person);
    }
    const special = (at: number, fields: Person['fields']) => {
        const person = people[at];
        if (person !== undefined) person.fields = { ...person.fields, ...fields };
    };
    special(0, { firstName: 'Anne', lastName: 'Roy', email: 'anne.roy@example.com' });
    special(1, { firstName: '美咲', lastName: '佐藤', email: 'misaki.sato@example.jp', phone: '+81312345678' });
    special(2, { firstName: null, lastName: null, email: null, phone: '+15145550142', dateOfBirth: null, address1: null, city: null, language: null, gender: null, tags: [] });
    special(3, { firstName: 'Marie-Antoinette-Joséphine', lastName: 'de La Rochefoucauld-Doudeauville', email: 'marie-antoinette-josephine.de-la-rochefoucauld-doudeauville@clinique-riviere-des-prairies.example.com' });
    for (const at of [count_linked + 1, count_linked + 4, count_linked + 5]) {
        const person = people[at];
        if (person !== undefined) person.unsure = true;
    }
    return people;
}
