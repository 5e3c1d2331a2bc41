// The program of pods that are there for the network alone: pause, serve ADDRESS, get URL, api PATH, dns NAME,
// write FILE TEXT or cat FILE.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	command, first, second := argument(1), argument(2), argument(3)
	switch command {
	case "pause":
		wait()
	case "serve":
		go serve(first)
		wait()
	case "get":
		get(first, "", nil)
	case "api":
		get("https://kubernetes.default.svc"+first, string(read(account+"token")), read(account+"ca.crt"))
	case "dns":
		addresses, err := net.LookupHost(first)
		check(err)
		fmt.Println(addresses)
	case "write":
		check(os.WriteFile(first, []byte(second), 0o600))
	case "cat":
		_, err := os.Stdout.Write(read(first))
		check(err)
	default:
		check(fmt.Errorf("unknown command %q", command))
	}
}

func argument(index int) string {
	if index < len(os.Args) {
		return os.Args[index]
	}
	return ""
}

// serve answers every request with the host's name and the caller's address.
func serve(address string) {
	name, _ := os.Hostname()
	fmt.Println("listening on", address)
	check(http.ListenAndServe(address, http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		fmt.Fprintln(response, name, request.RemoteAddr)
	})))
}

// wait reaps orphans, which are the first process's to reap, until it is told to end.
func wait() {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			os.Exit(0)
		}
		for pid := 1; pid > 0; {
			pid, _ = syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		}
	}
}

func get(url, token string, authority []byte) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	check(err)
	transport := &http.Transport{}
	if token != "" {
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(authority)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{Timeout: 3 * time.Second, Transport: transport}
	response, err := client.Do(request)
	check(err)
	body, err := io.ReadAll(response.Body)
	check(err)
	fmt.Println(response.StatusCode, string(body))
}

func read(file string) []byte {
	content, err := os.ReadFile(file)
	check(err)
	return content
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
