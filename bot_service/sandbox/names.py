"""Names of colleagues from many countries, and the plain-letter addresses made from them."""

import random
import unicodedata
from collections.abc import Iterator

#: Where people come from: first names | last names.
_PLACES = {
    "Nordic": "Astrid Erik Freja Henrik Ingrid Lars Nils Signe Søren Tuva | Andersen Bergström Dahl Eriksen Halvorsen Jørgensen Korhonen Lindqvist Nyström Virtanen",
    "German": "Anke Felix Greta Jonas Katja Lena Matthias Nele Ruben Ute | Bauer Fischer Groß Hoffmann Keller Krüger Müller Schäfer Vogt Zimmermann",
    "British": "Alice Callum Eleanor Fiona George Harriet Imogen Owen Rhys Sophie | Ashworth Bennett Campbell Davies Fletcher Hughes MacLeod O'Connor Pritchard Whitfield",
    "Polish": "Agnieszka Bartosz Ewa Jakub Katarzyna Łukasz Małgorzata Paweł Tomasz Zofia | Dąbrowska Kowalczyk Lewandowska Mazur Nowak Piotrowska Szymański Wiśniewska Wójcik Zając",
    "French": "Amélie Bastien Camille Élodie François Hélène Julien Margaux Noé Thibault | Bernard Chevalier Dubois Fournier Garnier Lefèvre Marchand Moreau Rousseau Thévenet",
    "Iberian": "Beatriz Carlos Diego Elena Gonçalo Inês Javier Lucía Marta Rui | Álvarez Carvalho Duarte Fernández García Herrera Iglesias Nogueira Peña Santos",
    "Italian": "Alessandro Bianca Chiara Davide Elisa Giulia Lorenzo Matteo Paola Silvia | Bianchi Colombo Esposito Ferrari Gallo Moretti Ricci Romano Rossi Santoro",
    "Balkan": "Ana Dragan Ivana Jelena Luka Marko Milica Nikola Sanja Vuk | Babić Đorđević Horvat Ilić Jovanović Kovač Marković Nikolić Petrović Šarić",
    "Turkish": "Ayşe Burak Ceren Defne Emre Elif Kerem Selin Umut Zeynep | Aksoy Çelik Demir Doğan Erdoğan Kaya Öztürk Şahin Y\u0131ld\u0131z Y\u0131lmaz",
    "Arab": "Amira Farid Hala Karim Layla Nadia Omar Rania Samir Yasmin | Abboud Benali El-Sayed Farouk Haddad Khalil Mansour Nasser Rahmani Saleh",
    "West African": "Abena Chidi Efua Folasade Kofi Ngozi Obinna Sade Yaw Zainab | Adeyemi Asante Boateng Diallo Eze Mensah Nwosu Okafor Okonkwo Sarpong",
    "East African": "Achieng Baraka Desta Hana Jabari Kamau Makena Selam Tesfaye Wanjiru | Abebe Bekele Gebre Kamara Kariuki Mwangi Njoroge Ochieng Tadesse Wambui",
    "Indian": "Aditi Arjun Deepa Ishaan Kavya Meera Nikhil Priya Rohan Vikram | Banerjee Chaudhary Desai Gupta Iyer Kulkarni Mehta Nair Reddy Sharma",
    "Chinese": "Bowen Fang Hui Jing Lian Mei Qiang Wei Xiu Yan | Chen Gao Huang Li Lin Liu Wang Xu Zhang Zhou",
    "Japanese": "Aiko Daichi Emi Haruto Kaori Kenji Naoki Sakura Takumi Yui | Fujita Hayashi Ito Kobayashi Mori Nakamura Sato Suzuki Tanaka Watanabe",
    "Korean": "Da-eun Eun-ji Hyun-woo Ji-ho Min-jun Seo-yeon Soo-ah Tae-yang Yu-na Jae-won | Choi Han Jang Jung Kang Kim Lim Park Seo Yoon",
    "Vietnamese": "Anh Bảo Dung Hạnh Khánh Linh Minh Ngọc Quân Thảo | Bùi Đặng Đỗ Hoàng Lê Ngô Nguyễn Phạm Trần Vũ",
    "Latin American": "Camila Emilio Fernanda Joaquín Mariana Mateo Renata Santiago Valentina Thiago | Barbosa Castillo Espinoza Gutiérrez Lima Morales Oliveira Quispe Ramírez Vargas",
    "Persian and Central Asian": "Aziz Dilnoza Kamran Laleh Nilufar Parisa Reza Shirin Timur Yasaman | Ahmadi Hosseini Ismailov Karimi Mirzaei Nazarov Rahimi Sadeghi Tehrani Yusupova",
    "American": "Aaliyah Brandon Caitlin Dwayne Grace Jamal Kaylee Logan Madison Tyler | Brooks Carter Ellis Foster Greene Jenkins Nez Sullivan Torres Washington",
}  # fmt: skip
#: Letters that are more than a letter with a mark; U+0131 is the Turkish dotless i.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def drawn_names(chance: random.Random, *, but_not: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Draw first and last names without end, nobody twice; from the second time round with a middle initial."""
    known = [
        (first, last)
        for place in _PLACES.values()
        for firsts, lasts in [place.split(" | ")]
        for first in firsts.split()
        for last in lasts.split()
        if (first, last) not in but_not
    ]
    chance.shuffle(known)
    yield from known
    number = 0
    while True:
        initials = _initials(number)
        yield from ((f"{first} {initials}", last) for first, last in known)
        number += 1


def plain(name: str) -> str:
    """The plain letters of a name, as they stand in a mail address: "Małgorzata" is "malgorzata"."""
    spread = unicodedata.normalize("NFKD", name.lower().translate(_STROKES))
    return "".join(letter for letter in spread if letter.isascii() and letter.isalnum())


def _initials(number: int) -> str:
    return "".join(f"{chr(ord('A') + int(digit))}." for digit in str(number))
